import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endProcess, startDetached } from './detached-process.js';
import { lastLines } from './log-file.js';
import { identify, isAlive } from './process-identity.js';

describe('a detached process', () => {
  let home = '';

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'millrace-stack-'));
  });

  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  const start = (script: string) => startDetached({ program: 'sh', args: ['-c', script] }, home);

  it('lives until it is ended, and then nothing of its group does', async () => {
    const identity = await start('sleep 600 & echo $!; wait');
    const child = await vi.waitFor(async () => {
      const [line = ''] = await lastLines(home, 1);
      expect(line).toMatch(/^\d+$/);
      return Number(line);
    });
    expect(isAlive(identity)).toBe(true);

    await endProcess(identity);

    expect(isAlive(identity)).toBe(false);
    await vi.waitFor(() => expect(identify(child)).toBeUndefined());
  });

  it('is not taken for another one that has its id', async () => {
    const identity = await start('exec sleep 600');
    const stale = { ...identity, startedAt: '1' };

    expect(isAlive(stale)).toBe(false);
    await endProcess(stale);

    expect(isAlive(identity)).toBe(true);
    await endProcess(identity);
  });

  it('leaves the log of its predecessor beside its own', async () => {
    await endProcess(await start('echo first; exec sleep 600'));
    const second = await start('echo second; exec sleep 600');

    await vi.waitFor(async () => expect(await lastLines(home, 9)).toEqual(['second']));
    await endProcess(second);
  });

  it('is an error when there is no such program', async () => {
    await expect(startDetached({ program: 'no-such-program-of-millrace', args: [] }, home)).rejects.toThrow(
      'ENOENT',
    );
  });
});
