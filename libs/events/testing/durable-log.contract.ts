import { describe, expect, it } from 'vitest';
import { createLog } from '../src/index.js';
import { Claimant, foldOn } from './claimant.js';
import { appendCommands, collect, numbered, readAll } from './collect.js';
import type { EventLogHarness } from './event-log-harness.js';
import { harnessPerTest } from './harness-per-test.js';

export type DurableHarness = EventLogHarness & Required<Pick<EventLogHarness, 'reopen'>>;

const title = (text: string) => ({ kind: 'project', project: 'a', title: text, createdAt: 0 }) as const;

/** What a log that outlives its process keeps beside `eventLogContract`. */
export function durableLogContract(open: () => Promise<DurableHarness>): void {
  const opened = harnessPerTest(open);

  describe('over a restart', () => {
    it('keeps every record, and goes on where it was', async () => {
      await appendCommands(opened().log, 0, numbered('before', 3));
      const lines = { run: 'r', task: 't', attempt: 1, first: 1, lines: [[1, 'stdout', 'x']] } as const;
      await opened().log.append('task-logs', [{ partition: 1, key: 'a', value: lines }]);
      await opened().reopen();
      const { log } = opened();
      expect(await log.bounds('commands', 0)).toEqual({ start: 0, end: 3 });
      expect(await appendCommands(log, 0, ['after'])).toEqual([3]);
      const texts = (await readAll(log, 'commands', 0)).map(({ value }) => value);
      expect(texts).toEqual(['before 0', 'before 1', 'before 2', 'after']);
      expect(await readAll(log, 'task-logs', 1)).toMatchObject([{ offset: 0, key: 'a', value: lines }]);
    });

    it('begins where it began, and never gives an offset again, when all but the last was given up (L52)', async () => {
      await appendCommands(opened().log, 0, numbered('c', 5));
      await opened().log.deleteBefore('commands', 0, 5);
      await opened().reopen();
      expect(await appendCommands(opened().log, 0, ['next'])).toEqual([5]);
      const { start } = await opened().log.bounds('commands', 0);
      expect(start).toBeGreaterThanOrEqual(4);
    });

    it('delivers what a follower had not seen', async () => {
      await appendCommands(opened().log, 0, numbered('c', 5));
      await opened().reopen();
      const follower = collect(opened().log, 'commands', 0, 3);
      await appendCommands(opened().log, 0, ['c 5']);
      await follower.until(3);
      expect(follower.records.map(({ value }) => value)).toEqual(['c 3', 'c 4', 'c 5']);
    });

    it('never gives the offset of a compacted record again', async () => {
      const append = async (text: string) =>
        await opened().log.append('catalog', [{ partition: 0, key: 'a', value: title(text) }]);
      await append('first');
      await append('second');
      await opened().reopen();
      expect(await append('third')).toEqual([2]);
      expect((await readAll(opened().log, 'catalog', 0)).at(-1)).toMatchObject({
        offset: 2,
        value: title('third'),
      });
    });

    it('is the same log with the same owner', async () => {
      await createLog(opened().log, () => 'log', 0);
      const owner = new Claimant(opened().log, 1, 'a');
      await owner.claim();
      await owner.send(4);
      const { state } = (await foldOn(opened().log, 1)).fold;
      await opened().reopen();
      await createLog(opened().log, () => 'another', 0);
      expect((await foldOn(opened().log, 1)).fold.state).toEqual(state);
      await opened().log.openWriter(1).append(owner.texts(1), owner.fence);
      expect((await foldOn(opened().log, 1)).records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    });

    it('may happen while followers catch up', async () => {
      await appendCommands(opened().log, 0, numbered('c', 1500));
      const follower = collect(opened().log, 'commands', 0, 0);
      await follower.until(1);
      await opened().reopen();
      const again = collect(opened().log, 'commands', 0, 0);
      await again.until(1500);
      expect(follower.records.length).toBeLessThan(1500);
    });
  });
}
