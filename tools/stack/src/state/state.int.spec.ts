import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.js';
import { StateFile } from './state-file.js';

let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'millrace-stack-'));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

describe('the state file', () => {
  const native = { way: 'native' as const, ports: [1], process: { pid: 7, startedAt: '9' } };

  it('is empty before anything was started', () => {
    expect(new StateFile(home).read()).toEqual({});
  });

  it('remembers what was started until it is removed', () => {
    new StateFile(home).set('kafka', native);
    new StateFile(home).set('redis', { way: 'container', ports: [2] });
    expect(new StateFile(home).read()).toEqual({ kafka: native, redis: { way: 'container', ports: [2] } });

    new StateFile(home).remove('kafka');
    expect(new StateFile(home).read()).toEqual({ redis: { way: 'container', ports: [2] } });
  });

  it.each(['{', '{"kafka":{"way":"native","ports":[1]}}', '{"zoo":{}}'])(
    'is not guessed at when it is %s',
    (text) => {
      writeFileSync(join(home, 'state.json'), text);

      expect(() => new StateFile(home).read()).toThrow('is damaged');
    },
  );
});

describe('the lock', () => {
  it('lets one at a time work', async () => {
    const steps: string[] = [];
    const work = (name: string) =>
      withLock(home, async () => {
        steps.push(`${name} begins`);
        await Promise.resolve();
        steps.push(`${name} ends`);
      });

    await Promise.all([work('one'), work('two')]);

    expect(steps).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('is free again after work that failed', async () => {
    const failed = withLock(home, async () => {
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');

    expect(await withLock(home, async () => 'done')).toBe('done');
  });
});
