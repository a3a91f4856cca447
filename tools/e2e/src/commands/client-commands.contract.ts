import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CommandWorld } from './command-world.js';

export function clientCommands(world: CommandWorld): void {
  const { millrace } = world;

  describe('doctor', () => {
    it('is 0 beside a server that is well, and 1 when the server cannot be reached, with what to do', async () => {
      const well = await millrace.run('doctor', '-o', 'name');
      const gone = await millrace.run('doctor', '--url', 'http://127.0.0.1:1', '-o', 'name');

      expect([well.code, well.out]).toEqual([0, expect.stringContaining('server ok')]);
      expect([gone.code, gone.out]).toEqual([1, expect.stringContaining('server fail')]);
      expect(gone.err).toContain('server: Start a server here with: millrace standalone');
    });
  });

  describe('version and help', () => {
    it('go to stdout', async () => {
      const [version, flag, help] = [
        await millrace.run('version'),
        await millrace.run('--version'),
        await millrace.run('run', '--help'),
      ];

      expect([version.out, version.err]).toEqual(['millrace 0.1.0\n', '']);
      expect(flag).toMatchObject({ code: 0, out: '0.1.0\n' });
      expect([help.code, help.out]).toEqual([0, expect.stringContaining('start [options] <workflow>')]);
    });
  });

  describe('completion', () => {
    it.each(['bash', 'zsh', 'fish'])('gives the words of the program to %s', async (shell) => {
      const { code, out, err } = await millrace.run('completion', shell);

      expect([code, err]).toEqual([0, '']);
      for (const word of ['standalone', 'validate', 'resume', 'idempotency-key']) expect(out).toContain(word);
    });
  });

  describe('what is typed wrong', () => {
    it.each([
      ['an unknown command', ['run', 'strat'], 'Did you mean start?'],
      ['an unknown option', ['run', 'list', '--stat', 'failed'], 'Did you mean --state?'],
      ['a form that is none', ['run', 'list', '-o', 'xml'], 'json'],
      ['a missing argument', ['run', 'get'], 'run'],
      ['a name that is none', ['run', 'start', '../typed'], 'is not the name of a workflow'],
      ['a parameter without a value', ['run', 'start', 'typed', '-p', 'region'], '-p name=value'],
      ['JSON that is none', ['run', 'start', 'typed', '-p', 'region:={'], 'is not JSON'],
      ['an address that is none', ['run', 'list', '--url', 'ftp://x'], 'unix:/path/of/socket'],
      ['a number that is none', ['run', 'logs', '@latest', 'tell', '--tail', '0'], 'from 1 to 1000'],
    ])('%s is 2, with what to write instead on stderr', async (_what, args, text) => {
      const { code, out, err } = await millrace.run(...args);

      expect([code, out]).toEqual([2, '']);
      expect(err).toContain(text);
    });

    it('nothing at all is 2, with the help on stderr', async () => {
      expect(await millrace.run()).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('Usage: millrace'),
      });
    });
  });

  describe('a server that does not let in, or is not there', () => {
    it.each([
      ['worker', 'list'],
      ['run', 'list'],
      ['workflow', 'get', 'typed'],
      ['run', 'start', 'typed', '-p', 'region=eu'],
    ])(
      '%s %s is 9 with a wrong token, and 10 where nobody listens or no server is known',
      async (...args) => {
        const ends = await Promise.all([
          millrace.run(...args, '--token', 'mrt_wrong'),
          millrace.run(...args, '--url', `unix:${join(world.cwd, 'nobody.sock')}`),
          world.elsewhere().run(...args),
        ]);

        expect(ends.map(({ code, out }) => [code, out])).toEqual([
          [9, ''],
          [10, ''],
          [10, ''],
        ]);
        expect(ends.map(({ err }) => err)).toEqual([
          expect.stringContaining('--token or MILLRACE_TOKEN'),
          expect.stringContaining('UNREACHABLE'),
          expect.stringContaining('millrace standalone'),
        ]);
      },
    );
  });
}
