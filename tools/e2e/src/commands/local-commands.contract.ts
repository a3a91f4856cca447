import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI_MAIN, CommandLine } from '../command-line.js';
import { BROKEN, QUICK, TYPED } from '../sample-workflows.js';
import type { CommandWorld } from './command-world.js';

/** What is typed on the machine of a data folder, and needs no server or brings its own. */
export function localCommands(world: CommandWorld): void {
  const { millrace } = world;
  /** What private engines left where temporary files stand. */
  const left = () => readdirSync(world.cwd).filter((name) => name.startsWith('millrace-exec-'));

  describe('exec', () => {
    it('runs a file to its end with no server, prints run and task runs, and leaves nothing', async () => {
      const alone = world.elsewhere();
      const { code, out } = await alone.run(
        'exec',
        world.file('typed.yaml', TYPED),
        '-p',
        'region=eu',
        '-o',
        'json',
      );

      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        run: {
          project: 'default',
          workflow: 'typed',
          version: 1,
          state: 'succeeded',
          params: { region: 'eu', count: 3 },
        },
        taskRuns: [
          {
            task: 'tell',
            state: 'succeeded',
            allowed: false,
            outputs: { count: 3 },
            attempts: [{ number: 1 }],
          },
        ],
      });
      expect(left()).toEqual([]);
    });

    it('is 3 when the run fails, with the end of the log on stderr; from stdin, too', async () => {
      const { code, out, err } = await millrace.runWith(BROKEN, 'exec', '-', '-o', 'name');

      expect(code).toBe(3);
      expect(out).toMatch(/^[0-9a-f-]{36}\n$/);
      expect(err).toContain('the disk is gone');
      expect(left()).toEqual([]);
    });

    it('keeps its data with --data, where standalone can look into it; a folder in use is 7', async () => {
      const kept = join(world.cwd, 'kept');
      const first = await millrace.run('exec', world.file('quick.yaml', QUICK), '--data', kept, '-o', 'name');
      const used = await millrace.run('exec', 'quick.yaml', '--data', world.folder);

      expect([first.code, existsSync(join(kept, 'log.db'))]).toEqual([0, true]);
      expect([used.code, used.out]).toEqual([7, '']);
      expect(used.err).toMatch(/DATA_IN_USE[\s\S]*is in use by process \d+/);
      expect(left()).toEqual([]);
    });
  });

  describe('what is wrong around exec', () => {
    it.each([
      [
        'a data folder that is a file',
        2,
        ['--data', 'quick.yaml'],
        {},
        /^USAGE --data quick\.yaml is no folder: .+\n {2}hint: .+\n$/,
      ],
      [
        'no place for a temporary folder',
        1,
        [],
        { TMPDIR: '/nonexistent' },
        /^NO_TEMPORARY_FOLDER Cannot .+\n {2}hint: .+\n$/,
      ],
    ])('%s is %i, with what to do and no stack', async (_what, exit, more, env, text) => {
      world.file('quick.yaml', QUICK);
      const there = new CommandLine(world.cwd, () => env);
      const { code, out, err } = await there.run('exec', 'quick.yaml', ...more);

      expect([code, out]).toEqual([exit, '']);
      expect(err).toMatch(text);
    });

    it('a current folder that is gone is 1, with what to do and no stack', async () => {
      const gone = join(world.cwd, 'gone');
      mkdirSync(gone);
      const script = 'rmdir "$PWD" && exec "$0" "$1" exec w.yaml';
      const { stderr, status } = spawnSync('sh', ['-c', script, process.execPath, CLI_MAIN], {
        cwd: gone,
        encoding: 'utf8',
      });

      expect(status).toBe(1);
      expect(stderr).toContain(
        'NO_CURRENT_FOLDER The current folder is gone.\n  hint: Change to a folder that is there.',
      );
      expect(stderr).not.toContain('    at ');
    });
  });

  describe.skipIf(!existsSync('/dev/full'))('output that cannot be written', () => {
    it.each(['version -o json', 'exec quick.yaml -o json', '--help'])(
      'makes %s end with 1, and is told',
      (args) => {
        world.file('quick.yaml', QUICK);
        const script = `exec "$0" "$1" ${args} >/dev/full`;
        const { stderr, status } = spawnSync('sh', ['-c', script, process.execPath, CLI_MAIN], {
          cwd: world.cwd,
          encoding: 'utf8',
        });

        expect(status).toBe(1);
        expect(stderr).toContain('OUTPUT_LOST The output could not be written: ENOSPC');
      },
    );

    it('is no failure where the reader has had enough', () => {
      const script = '("$0" "$1" completion bash; echo "code $?" >&2) | head -c 1';
      const { stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, CLI_MAIN], {
        cwd: world.cwd,
        encoding: 'utf8',
      });

      expect([stdout.length, stderr]).toEqual([1, 'code 0\n']);
    });
  });

  describe('standalone', () => {
    it('is 7 where its port or socket is taken, with what to do and no stack', async () => {
      const socket = join(world.cwd, 'taken.sock');
      const data = join(world.cwd, 'taken');
      const holder = createServer().listen(socket);
      await once(holder, 'listening');
      const { code, out, err } = await millrace.run('standalone', '--data', data, '--socket', socket);
      holder.close();

      expect([code, out]).toEqual([7, '']);
      expect(err).toMatch(/^millrace: Could not listen at \S+: .+ Give another with --socket\.\n$/);
    });

    it('serves on a data folder until it is told to end (0); a second one on that folder is 7', async () => {
      const data = join(world.cwd, 'own');
      const server = millrace.start('standalone', '--data', data, '--socket', join(world.cwd, 'own.sock'));
      await server.said('"ready":true');
      const listed = await millrace.run('workflow', 'list', '--data', data);
      const second = await millrace.run('standalone', '--data', data, '--port', '0');
      server.signal('SIGTERM');

      expect([listed.code, listed.err]).toEqual([0, expect.stringContaining('There are no workflows')]);
      expect([second.code, second.err]).toEqual([
        7,
        expect.stringMatching(/is in use by process \d+\. Stop that process/),
      ]);
      expect((await server.ended).code).toBe(0);
      expect(existsSync(join(data, 'endpoint.json'))).toBe(false);
    });

    it('is 2 for options that are none', async () => {
      expect(await millrace.run('standalone', '--slots', '0')).toMatchObject({ code: 2, out: '' });
      expect(await millrace.run('standalone', '--log-level', 'loud')).toMatchObject({ code: 2, out: '' });
    });
  });

  describe('a server that is not there', () => {
    it('a folder that a dead server left behind is 10, too', async () => {
      const data = join(world.cwd, 'dead');
      const server = millrace.start('standalone', '--data', data, '--socket', join(world.cwd, 'dead.sock'));
      await server.said('"ready":true');
      server.signal('SIGKILL');
      await server.ended;

      expect(await millrace.run('run', 'list', '--data', data)).toMatchObject({ code: 10, out: '' });
    });
  });
}
