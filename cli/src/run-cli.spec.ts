import { describe, expect, it } from 'vitest';
import { testContext } from '../testing/test-context.js';
import { CliError } from './cli-error.js';
import { runCli } from './run-cli.js';

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const context = testContext();
  const code = await runCli(args, context);
  return { code, out: context.stdout.text(), err: context.stderr.text() };
}

describe('the command line', () => {
  it('prints its release', async () => {
    expect(await run('version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^millrace \d+\.\d+\.\d+\n$/),
    });
    expect(await run('version', '-o', 'json')).toMatchObject({
      code: 0,
      out: expect.stringContaining('"millrace"'),
    });
    expect(await run('--version')).toMatchObject({ code: 0 });
  });

  it('prints help on stdout when asked, with the exit codes', async () => {
    expect(await run('--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('130 interrupted'),
      err: '',
    });
    expect(await run('run', 'start', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('--params-file'),
    });
  });

  it('is exit 2 without a command, with help on stderr', async () => {
    expect(await run()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage') });
    expect(await run('run')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage') });
  });

  it.each([
    [['rnu'], 'Did you mean run?'],
    [['run', 'strat'], 'Did you mean start?'],
    [['run', 'list', '--limt', '3'], 'Did you mean --limit?'],
    [['run', 'list', 'extra'], 'too many arguments'],
    [['run', 'get'], "missing required argument 'run'"],
    [['run', 'list', '-o', 'xml'], 'Allowed choices are table, json, jsonl, yaml, name'],
    [['run', 'list', '--limit', '0'], 'whole number'],
    [['run', 'list', '--state', 'failed', '--state', 'foo'], 'Write one of queued, running, pausing'],
    [['run', 'start', 'a', '--wait=5m'], 'number of seconds'],
    [['run', 'start', 'a', '-p', 'b'], 'Write -p name=value'],
    [['run', 'start', 'A B'], 'not the name of a workflow'],
    [['exec', 'missing.yaml'], 'there is no such file'],
    [['run', 'list', '--url', 'nonsense'], 'not the address of a server'],
  ])('is exit 2 for %j, and says what is wrong', async (args, message) => {
    expect(await run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  });

  it('is exit 1 where the current folder is gone: nothing could be found from there', async () => {
    const context = testContext();
    const gone = { ...context };
    Object.defineProperty(gone, 'cwd', {
      get: () => {
        throw new CliError(1, [{ code: 'NO_CURRENT_FOLDER', message: 'The current folder is gone.' }]);
      },
    });
    expect(await runCli(['exec', 'w.yaml'], gone)).toBe(1);
    expect(context.stderr.text()).toBe('NO_CURRENT_FOLDER The current folder is gone.\n');
  });

  it('is exit 10 where no server is known, with what to do', async () => {
    expect(await run('run', 'list')).toMatchObject({
      code: 10,
      err: expect.stringContaining('millrace standalone'),
    });
  });

  it.each(['bash', 'zsh', 'fish'])('teaches %s its words', async (shell) => {
    const { code, out } = await run('completion', shell);
    expect(code).toBe(0);
    for (const word of ['standalone', 'exec', 'watch', 'idempotency-key']) expect(out).toContain(word);
  });
});
