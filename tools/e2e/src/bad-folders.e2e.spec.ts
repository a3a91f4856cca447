import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MillraceClient } from '@millrace/api-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apply, start, untilEnded } from './client-steps.js';
import { change, copyFolder, damageMiddle, logOf, readModelOf } from './data-folders.js';
import type { Ended } from './running-command.js';
import { RunningCommand } from './running-command.js';
import { TYPED, talkative } from './sample-workflows.js';
import { StandaloneProcess } from './standalone-process.js';
import { stored } from './stored.js';

describe('what a standalone process is started with (standalone only)', () => {
  const standalone = StandaloneProcess.create();
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bad-'));
  /** The log as it was before anything was published. */
  const older = join(folder, 'older.db');
  let client: MillraceClient;
  let before: readonly string[];

  beforeAll(async () => {
    await standalone.start();
    await standalone.stop();
    cpSync(logOf(standalone.folder), older);
    client = await standalone.start();
    await apply(client, TYPED);
    await untilEnded(client, await start(client, await apply(client, talkative(2000))));
    before = await stored(client);
  });
  afterAll(async () => {
    await standalone.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('a data folder', () => {
    /** Starts the engine on a folder and waits until it has ended. */
    const begin = (data: string, ...more: readonly string[]): Promise<Ended> => {
      const args = [
        'services/standalone/dist/main.js',
        '--data',
        data,
        '--socket',
        join(folder, 's.sock'),
        ...more,
      ];
      return new RunningCommand(args).give().ended;
    };
    let copies = 0;
    const copy = (): string => copyFolder(standalone.folder, join(folder, `copy-${(copies += 1)}`));

    it('that another process has is refused (7) with who it is and what to do', async () => {
      const { code, out, err } = await begin(standalone.folder);

      expect([code, out]).toEqual([7, '']);
      expect(err).toBe(
        `millrace: The data folder ${standalone.folder} is in use by process ${standalone.pid}. ` +
          'Stop that process, or give another folder with --data.\n',
      );
      expect(await stored(client)).toEqual(before);
    });

    it('that is well is taken when it is free again', async () => {
      expect(await standalone.stop()).toBe(0);
      const data = copy();
      const { code, out } = await begin(data, '--exit-with-parent');

      expect([code, JSON.parse(out)]).toMatchObject([0, { ready: true, data }]);
    });

    it.each(['log.db', 'task-logs.db'])(
      'with a damaged page in %s is refused with what to do',
      async (name) => {
        const data = copy();
        damageMiddle(join(data, name));
        const { code, out, err } = await begin(data);

        expect([code, out]).toEqual([1, '']);
        expect(err).toMatch(
          /^millrace: \S+ is damaged \([\s\S]+\)\. Keep a copy, restore it from a backup, or move it away/,
        );
        expect(err).not.toContain('    at ');
      },
    );

    it('whose log is no database is refused with what to do', async () => {
      const data = copy();
      writeFileSync(logOf(data), 'this is no database. '.repeat(1000));

      expect(await begin(data)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('log.db is damaged'),
      });
    });

    it('whose log is of a newer release is refused: start that one', async () => {
      const data = copy();
      change(logOf(data), "UPDATE meta SET value = '99' WHERE key = 'format'");
      const { code, err } = await begin(data);

      expect([code, err]).toEqual([
        1,
        `millrace: ${logOf(data)} was written by a newer release (form 99, this one knows 1): start the newer release.\n`,
      ]);
    });

    it('whose token others can read is refused with the command that helps', async () => {
      const data = copy();
      chmodSync(join(data, 'token'), 0o644);
      const { code, err } = await begin(data);

      expect([code, err]).toEqual([
        1,
        `millrace: The token file ${join(data, 'token')} can be read by others (mode 644): chmod 600 it.\n`,
      ]);
    });

    it.each<readonly [string, (data: string) => void]>([
      ['removed', (data) => rmSync(logOf(data))],
      ['emptied', (data) => writeFileSync(logOf(data), '')],
      ['put back from an older copy', (data) => cpSync(older, logOf(data))],
    ])('whose log was %s is refused until the read model is moved away', async (_how, spoil) => {
      const data = copy();
      spoil(data);
      const refused = await begin(data);
      for (const name of readModelOf(data)) rmSync(name);
      const taken = await begin(data, '--exit-with-parent');

      expect([refused.code, refused.out]).toEqual([1, '']);
      expect(refused.err).toMatch(
        /^millrace: Of partition \d, \S+read-model\.db holds log \S+ up to offset \d+, but \S+log\.db ends at offset \d+\. Restore the log .+\n$/,
      );
      expect([taken.code, JSON.parse(taken.out)]).toMatchObject([0, { ready: true }]);
    });

    it('whose log is that of another folder is refused', async () => {
      const data = copy();
      const other = join(folder, 'other');
      await begin(other, '--exit-with-parent');
      cpSync(logOf(other), logOf(data));
      const { code, err } = await begin(data);

      expect(code).toBe(1);
      expect(err).toMatch(/log\.db (is another one there: log|ends at offset) \S+/);
      expect(err).not.toContain('    at ');
    });

    it('whose log has lost its notes is refused with what to do', async () => {
      const data = copy();
      change(logOf(data), 'DELETE FROM meta');

      expect(await begin(data)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(
          /^millrace: \S+log\.db is damaged \(.+\)\. Keep a copy, restore it from a backup,/,
        ),
      });
    });

    it.each([
      [
        'a record that is none at its end',
        'UPDATE "workflow-events_0" SET value = \'{"v":1\' WHERE offset = (SELECT max(offset) FROM "workflow-events_0")',
      ],
      ['garbage among its snapshots', "INSERT INTO snapshots_0 VALUES (100000, 0, 'k', 'garbage')"],
    ])('whose log has %s is refused with what to do', async (_what, sql) => {
      const data = copy();
      change(logOf(data), sql);
      const { code, out, err } = await begin(data);

      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(
        /^millrace: \S+log\.db is damaged \(.+\)\. Keep a copy, restore it from a backup,/m,
      );
    });

    it('whose disk is full is refused: nothing is lost', async () => {
      const data = copy();
      symlinkSync('/dev/full', join(data, 'room'));
      const { code, out, err } = await begin(data);

      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(
        /^millrace: The disk \(or quota\) of \S+ is full: free space; nothing was lost\. .+\n$/,
      );
      expect((await begin(data, '--exit-with-parent')).code).toBe(0);
    });

    it('that others can write to, that is a file, or that cannot be made is refused (2)', async () => {
      const [open, file] = [join(folder, 'open'), join(folder, 'file')];
      mkdirSync(open);
      chmodSync(open, 0o775);
      writeFileSync(file, '');
      const ends = await Promise.all([begin(open), begin(file), begin('/proc/millrace')]);

      expect(ends.map(({ code, out }) => [code, out])).toEqual(ends.map(() => [2, '']));
      expect(ends.map(({ err }) => err)).toEqual([
        `millrace: The data folder ${open} can be written by others (mode 775): chmod go-w ${open}\n`,
        `millrace: ${file} is no folder: name another data folder with --data or MILLRACE_DATA.\n`,
        'millrace: The data folder /proc/millrace cannot be made: /proc takes no folders.\n',
      ]);
    });

    it('whose read model is a folder is refused (2)', async () => {
      const data = copy();
      for (const name of readModelOf(data)) rmSync(name);
      mkdirSync(join(data, 'read-model.db'));
      const { code, err } = await begin(data);

      expect([code, err]).toEqual([
        2,
        `millrace: ${join(data, 'read-model.db')} is a folder where a file belongs: move it away, and start again.\n`,
      ]);
    });

    it('that everybody could read is not so any more, in no file that the engine makes or finds', async () => {
      const data = copy();
      for (const name of ['log.db', 'read-model.db', 'task-logs.db']) chmodSync(join(data, name), 0o644);
      const { code } = await begin(data, '--exit-with-parent');
      const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
      const open = files.filter((one) => (statSync(join(one.parentPath, one.name)).mode & 0o077) !== 0);

      expect(code).toBe(0);
      expect(open.map(({ name }) => name)).toEqual([]);
    });

    it('whose read model is damaged is taken: it is made anew from the log', async () => {
      const data = copy();
      damageMiddle(join(data, 'read-model.db'));
      const { code, out } = await begin(data, '--exit-with-parent');

      expect([code, JSON.parse(out)]).toMatchObject([0, { ready: true }]);
    });
  });

  describe('options of the engine', () => {
    it.each([
      ['--slots', '0'],
      ['--port', '70000'],
      ['--drain-seconds', 'soon'],
      ['--log-level', 'loud'],
      ['--no-such-option', 'x'],
      ['--socket', `/${'a'.repeat(120)}`],
      ['--socket', 's.sock', '--port', '0'],
    ])('%s %s is refused (2) before anything is made', async (...args) => {
      const command = new RunningCommand([
        'services/standalone/dist/main.js',
        '--data',
        join(folder, 'never'),
        ...args,
      ]);
      const { code, out, err } = await command.give().ended;

      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^millrace standalone: .+/);
    });
  });
});
