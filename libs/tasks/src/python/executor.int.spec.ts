import { afterEach, describe, expect, it } from 'vitest';
import type { TestContext } from '../../testing/index.js';
import { makeContext, taskContract } from '../../testing/index.js';
import { python } from './definition.js';
import { runPython } from './executor.js';

taskContract(python, () => ({
  short: { script: 'import os\nfor item in os.environ.items(): print(item)' },
  endless: { settings: { script: 'import time\nprint("ready")\ntime.sleep(1000)' }, marker: 'ready' },
  chatty: { script: 'import sys\nfor i in range(200): sys.stdout.write("x" * 10000)' },
  wrong: [
    { settings: { script: 'raise SystemExit(3)' }, code: 'EXIT_CODE' },
    { settings: { script: 'def (' }, code: 'EXIT_CODE' },
    { settings: { script: 'pass', python: 'no-such-python' }, code: 'COMMAND_NOT_FOUND' },
    { settings: { script: 'pass', python: 'python3 -X dev' }, code: 'COMMAND_NOT_FOUND' },
    { settings: { script: 'pass', python: '/etc/passwd' }, code: 'SPAWN_FAILED' },
    { settings: { script: 'pass', python: '' }, code: 'SETTINGS_INVALID' },
    { settings: { python: 'python3' }, code: 'SETTINGS_INVALID' },
  ],
}));

const made: TestContext[] = [];
afterEach(() => {
  for (const test of made.splice(0)) test.remove();
});
const attempt = (settings: TestContext['context']['settings']): TestContext => {
  const test = makeContext({ settings });
  made.push(test);
  return test;
};

describe('runPython', () => {
  it('gives the outputs that the program has written', async () => {
    const script = `
import json, os
with open(os.environ["MILLRACE_OUTPUT"], "a") as out:
    out.write("rows:=" + json.dumps([1, 2.0]) + "\\n")`;
    expect(await runPython(attempt({ script }).context)).toEqual({
      state: 'succeeded',
      outputs: { rows: [1n, 2] },
      exitCode: 0,
    });
  });

  it('does not retry a command that is not there, and says which', async () => {
    const result = await runPython(attempt({ script: 'pass', python: 'no-such-python' }).context);
    expect(result).toMatchObject({ retryable: false });
    expect(result).toHaveProperty('message', expect.stringContaining('no-such-python'));
  });

  it('names the signal that killed it', async () => {
    const script = 'import os, signal\nos.kill(os.getpid(), signal.SIGABRT)';
    expect(await runPython(attempt({ script }).context)).toMatchObject({ message: 'killed by SIGABRT' });
  });
});
