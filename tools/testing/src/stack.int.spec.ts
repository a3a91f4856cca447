import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../../..');

const SUITE = `
import { describeWithStack } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
describeWithStack('a suite on Redis', ['redis'], () => {
  throw new Error('is not to be called');
});
`;

let folder = '';

beforeAll(() => {
  mkdirSync(join(REPOSITORY, '.build'), { recursive: true });
  folder = mkdtempSync(join(REPOSITORY, '.build/absent-'));
  writeFileSync(join(folder, 'absent.int.spec.ts'), SUITE);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function runSuite(ci: string): Promise<{ readonly code: unknown; readonly output: string }> {
  const child = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'int', '--reporter=verbose', folder],
    {
      cwd: REPOSITORY,
      env: { ...process.env, CI: ci, MILLRACE_STACK: 'off', MILLRACE_STACK_REDIS: '', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [ended, out, err] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { code: ended[0], output: `${out}${err}` };
}

describe('a suite whose parts cannot be had', () => {
  it('is skipped, loudly and by name', async () => {
    const { code, output } = await runSuite('');

    expect(output).toContain('Skipping "a suite on Redis": no stack (redis: MILLRACE_STACK is off).');
    expect(output).toMatch(/1 skipped/);
    expect(code).toBe(0);
  });

  it('fails where every part must be there', async () => {
    const { code, output } = await runSuite('true');

    expect(output).toContain('Failing "a suite on Redis"');
    expect(output).toMatch(/1 failed/);
    expect(code).toBe(1);
  });
});
