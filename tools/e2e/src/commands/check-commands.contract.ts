import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Ended } from '../running-command.js';
import type { CommandWorld } from './command-world.js';

/** What looks whether the log keeps its promises. `cluster`: the log is on Kafka. */
export function checkCommands(world: CommandWorld, { cluster }: { readonly cluster: boolean }): void {
  const { millrace } = world;
  const check = (...args: readonly string[]): Promise<Ended> =>
    cluster
      ? millrace.run('check', '--kafka', join(world.folder, 'config.yaml'), ...args)
      : millrace.run('check', ...args);

  describe('check', () => {
    it('finds nothing wrong in a log that is being written (0)', async () => {
      const { code, out, err } = await check('--live', '--json');

      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out)).toMatchObject({ counts: { partitions: 4 }, violated: {}, violations: [] });
    });

    it('is 1 at a violation, and tells those that are to be kept', async () => {
      // A run that failed has not run exactly once.
      const { code, out, err } = await check('--live', '--exactly-once', '--keep', '1');

      expect([code, err]).toEqual([1, '']);
      expect(out).toMatch(/^EXACTLY-ONCE run \S+, task \S+, .+$/m);
      expect(out).toMatch(/^violations: \d+ of EXACTLY-ONCE$/m);
    });

    it('looks at the invariants that are asked for alone, with what scripts wrote down', async () => {
      const journal = world.file('journal.jsonl', '{"run":"none","task":"a","attempt":1,"event":"start"}\n');
      const without = await check('--only', 'I2,I3', '--journal', journal);
      const all = await check('--only', 'I10', '--journal', journal);

      expect(without).toMatchObject({ code: 0, err: '' });
      expect([all.code, all.out]).toEqual([1, expect.stringContaining('the log does not know it')]);
    });

    it('looks at what stands beside the log, unless that is to be left out', async () => {
      const beside = await check('--live', '--only', 'I8,I9,I17', '--json');
      const alone = await check('--live', '--only', 'I8,I9,I17', '--json', '--log-only');

      expect([beside.code, JSON.parse(beside.out)]).toMatchObject([0, { skipped: [] }]);
      expect([alone.code, JSON.parse(alone.out)]).toMatchObject([0, { skipped: ['I8', 'I9', 'I17'] }]);
    });

    it('looks at what senders were told, at slots and at processes where it is asked to', async () => {
      const answers = world.file('answers.jsonl', '{"commandId":"never","answer":202}\n');
      const journal = world.file('nothing.jsonl', '');
      const more = ['--answers', answers, '--journal', journal, '--slots', '1', '--processes'];
      const { code, out } = await check('--only', 'I12,I13,I15', '--json', ...more);

      expect([code, JSON.parse(out)]).toMatchObject([1, { skipped: [], violated: { I15: 1 } }]);
    });

    it('is 2 for what makes no sense, and 6 where there is no log', async () => {
      expect(await check('--only', 'I99')).toMatchObject({ code: 2, out: '' });
      expect(await millrace.run('check', 'log', '--kafka', 'c.yaml')).toMatchObject({ code: 2, out: '' });
      expect(await millrace.run('check', 'nowhere')).toMatchObject({ code: 6, out: '' });
    });
  });

  describe('check list', () => {
    it('lists the invariants, each with what is promised', async () => {
      const { code, out } = await millrace.run('check', 'list');

      expect(code).toBe(0);
      expect(out).toMatch(/^I1 +Records of a partition .+\.$/m);
    });
  });

  describe('check export', () => {
    it.skipIf(cluster)('writes the log of a data folder, which is checked like the folder', async () => {
      const { code, out } = await millrace.run('check', 'export', world.folder);
      const checked = await millrace.run('check', world.file('log.jsonl', out), '--live');
      const broken = await millrace.run('check', world.file('broken.jsonl', '{broken'));

      expect([code, checked.code]).toEqual([0, 0]);
      expect(broken).toMatchObject({ code: 8, out: '', err: expect.stringContaining('Line 1') });
    });

    it('is 6 where there is no log', async () => {
      expect(await millrace.run('check', 'export', 'nowhere')).toMatchObject({ code: 6, out: '' });
    });
  });
}
