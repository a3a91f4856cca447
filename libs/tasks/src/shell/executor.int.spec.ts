import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { TestContext, TestContextOptions } from '../../testing/index.js';
import { makeContext, taskContract } from '../../testing/index.js';
import { shell } from './definition.js';
import { runShell } from './executor.js';

taskContract(shell, () => ({
  short: { script: 'env' },
  endless: { settings: { script: 'echo ready\nsleep 1000' }, marker: 'ready' },
  chatty: { script: 'head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2', shell: 'bash' },
  wrong: [
    { settings: { script: 'exit 3' }, code: 'EXIT_CODE' },
    { settings: { script: 'no-such-command' }, code: 'EXIT_CODE' },
    { settings: { script: 'if then' }, code: 'EXIT_CODE' },
    { settings: { script: 'kill -KILL $$' }, code: 'SIGNAL' },
    { settings: { script: 'echo nonsense > "$MILLRACE_OUTPUT"' }, code: 'OUTPUTS_INVALID' },
    { settings: { script: 'head -c 70000 /dev/zero > "$MILLRACE_OUTPUT"' }, code: 'OUTPUTS_TOO_LARGE' },
    { settings: { script: 'ln -sf /etc/passwd "$MILLRACE_OUTPUT"' }, code: 'OUTPUTS_INVALID' },
    { settings: { script: 'true', shell: '${{ not evaluated }}' }, code: 'SETTINGS_INVALID' },
    { settings: { script: 'true', shell: 'zsh' }, code: 'SETTINGS_INVALID' },
    { settings: { script: '' }, code: 'SETTINGS_INVALID' },
    { settings: {}, code: 'SETTINGS_INVALID' },
  ],
}));

const made: TestContext[] = [];
afterEach(() => {
  for (const test of made.splice(0)) test.remove();
});
const attempt = (script: string, options: TestContextOptions = {}): TestContext => {
  const test = makeContext({ settings: { script }, ...options });
  made.push(test);
  return test;
};
const run = (script: string, options?: TestContextOptions) => runShell(attempt(script, options).context);

describe('runShell', () => {
  it('gives the outputs that the script has written', async () => {
    const script = `
      echo "rows=$(printf 'a\\nb\\n' | wc -l | tr -d ' ')" >> "$MILLRACE_OUTPUT"
      echo 'count:=2' >> "$MILLRACE_OUTPUT"
      printf 'text<<END\\none\\ntwo\\nEND\\n' >> "$MILLRACE_OUTPUT"`;
    expect(await run(script)).toEqual({
      state: 'succeeded',
      outputs: { rows: '2', count: 2n, text: 'one\ntwo' },
      exitCode: 0,
    });
  });

  it('tells the exit code and the signal in words', async () => {
    expect(await run('exit 3')).toEqual({
      state: 'failed',
      code: 'EXIT_CODE',
      message: 'exit code 3',
      exitCode: 3,
    });
    expect(await run('kill -SEGV $$')).toEqual({
      state: 'failed',
      code: 'SIGNAL',
      message: 'killed by SIGSEGV',
    });
    expect(await run("sh -c 'kill -KILL $$'\nexit $?")).toMatchObject({
      exitCode: 137,
      message: 'exit code 137 (in a shell: a command was killed by SIGKILL)',
    });
  });

  it('goes on after a command that fails, as a script file does', async () => {
    expect(await run('false\nexit 0')).toMatchObject({ state: 'succeeded' });
  });

  it('runs in its work folder, from a file that only the worker may read', async () => {
    const test = attempt('pwd -P; echo "$0"');
    await runShell(test.context);
    expect(test.logged()).toMatch(/millrace-attempt-\w+\n\.\/script\.sh\n$/);
    expect(readdirSync(test.context.workDir)).toEqual(['script.sh']);
    expect(statSync(join(test.context.workDir, 'script.sh')).mode & 0o777).toBe(0o700);
  });

  it('does not write through what already stands in the place of its script', async () => {
    const test = attempt('true');
    writeFileSync(join(test.context.workDir, 'script.sh'), 'untouched');
    expect(await runShell(test.context)).toMatchObject({ state: 'failed', code: 'WORK_FOLDER_FAILED' });
    expect(readFileSync(join(test.context.workDir, 'script.sh'), 'utf8')).toBe('untouched');
  });

  it('fails when its work folder is gone', async () => {
    const test = attempt('true');
    rmSync(test.context.workDir, { recursive: true });
    expect(await runShell(test.context)).toMatchObject({ code: 'WORK_FOLDER_FAILED' });
  });

  it('runs bash when asked to', async () => {
    const test = attempt('', { settings: { script: 'x=(1 2); echo "${#x[@]}"', shell: 'bash' } });
    await runShell(test.context);
    expect(test.logged()).toBe('2\n');
  });

  it('leaves parameters in the environment what they are: text', async () => {
    const value = '$(id) `id` \';DROP TABLE x; -- " \\ *\n%s';
    const test = attempt('printf %s "$VALUE"', { env: { VALUE: value } });
    await runShell(test.context);
    expect(test.logged()).toBe(value);
  });

  it('reports stopped whatever the exit code of a script that was told to end', async () => {
    const test = attempt('trap "exit 0" TERM; echo ready; while :; do sleep 0.02; done');
    const result = runShell(test.context);
    await test.untilLogged('ready');
    test.abort('timed-out');
    expect(await result).toEqual({ state: 'stopped', exitCode: 0 });
  });
});
