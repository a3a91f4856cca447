import { describe, expect, it } from 'vitest';
import { appendCommands, collect, numbered } from './collect.js';
import type { OpenHarness } from './event-log-harness.js';
import { harnessPerTest } from './harness-per-test.js';

const offsetsOf = (records: readonly { readonly offset: number }[]): readonly number[] =>
  records.map(({ offset }) => offset);
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

export function followContract(open: OpenHarness): void {
  const harness = harnessPerTest(open);

  it('delivers what is there and what comes, once and in order', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 3));
    const follower = collect(log, 'commands', 0, 0);
    await appendCommands(log, 0, numbered('c', 3, 3));
    await follower.until(6);
    await appendCommands(log, 0, numbered('c', 2, 6));
    await follower.until(8);
    expect(offsetsOf(follower.records)).toEqual(range(0, 8));
    expect(follower.records.map(({ value }) => value)).toEqual(numbered('c', 8));
  });

  it('begins in the middle when it is told to', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 9));
    const follower = collect(log, 'commands', 0, 6);
    await follower.until(3);
    await appendCommands(log, 0, ['new']);
    await follower.until(4);
    expect(offsetsOf(follower.records)).toEqual([6, 7, 8, 9]);
  });

  it('begins with what comes when it is told to begin at the end', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('old', 5));
    const witness = collect(log, 'commands', 0, 0);
    const follower = collect(log, 'commands', 0, 'end');
    // Where a log has to ask for its end first, what comes before the answer may be left out.
    let appended = 5;
    while (follower.records.length === 0 && appended < 500) {
      await appendCommands(log, 0, [`new ${appended}`]);
      appended += 1;
      await witness.until(appended);
    }
    await appendCommands(log, 0, numbered('new', 3, appended));
    await witness.until(appended + 3);
    const first = follower.records[0]?.offset ?? -1;
    expect(first).toBeGreaterThanOrEqual(5);
    await follower.until(appended + 3 - first);
    expect(offsetsOf(follower.records)).toEqual(range(first, appended + 3));
  });

  it('catches up over many pages while others append', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 1700));
    const follower = collect(log, 'commands', 0, 0);
    for (const text of numbered('c', 60, 1700)) await appendCommands(log, 0, [text]);
    await follower.until(1760);
    expect(offsetsOf(follower.records)).toEqual(range(0, 1760));
    expect(follower.records.at(-1)?.value).toBe('c 1759');
  });

  it('delivers every record to every follower', async () => {
    const { log } = harness();
    const followers = [collect(log, 'commands', 0, 0), collect(log, 'commands', 0, 0)];
    await appendCommands(log, 0, numbered('c', 4));
    const late = collect(log, 'commands', 0, 2);
    await Promise.all([...followers.map((one) => one.until(4)), late.until(2)]);
    for (const { records } of followers) expect(offsetsOf(records)).toEqual([0, 1, 2, 3]);
    expect(offsetsOf(late.records)).toEqual([2, 3]);
  });

  it('delivers what a follower itself causes', async () => {
    const { log } = harness();
    const causing = collect(log, 'commands', 0, 0, (_, [record]) => {
      if (record?.value === 'cause') void appendCommands(log, 0, ['effect']);
    });
    const witness = collect(log, 'commands', 0, 0);
    await appendCommands(log, 0, ['cause']);
    await Promise.all([causing.until(2), witness.until(2)]);
    for (const { records } of [causing, witness]) {
      expect(records.map(({ value }) => value)).toEqual(['cause', 'effect']);
    }
  });

  it('delivers partitions apart: one that is paused holds up no other', async () => {
    const { log } = harness();
    const zero = collect(log, 'commands', 0, 0);
    const one = collect(log, 'commands', 1, 0);
    zero.subscription.pause();
    await appendCommands(log, 0, ['zero']);
    await appendCommands(log, 1, ['one', 'two']);
    await one.until(2);
    expect(one.records.map(({ value }) => value)).toEqual(['one', 'two']);
    expect(zero.records).toEqual([]);
    zero.subscription.resume();
    await zero.until(1);
    expect(zero.records.map(({ value }) => value)).toEqual(['zero']);
  });

  describe('pausing and closing', () => {
    it('waits in the log while a follower is paused', async () => {
      const { log } = harness();
      const follower = collect(log, 'commands', 0, 0);
      const witness = collect(log, 'commands', 0, 0);
      await appendCommands(log, 0, numbered('c', 2));
      await Promise.all([follower.until(2), witness.until(2)]);
      follower.subscription.pause();
      await appendCommands(log, 0, numbered('c', 800, 2));
      await witness.until(802);
      expect(follower.records).toHaveLength(2);
      follower.subscription.resume();
      await appendCommands(log, 0, numbered('c', 3, 802));
      await follower.until(805);
      expect(offsetsOf(follower.records)).toEqual(range(0, 805));
    });

    it('can be paused amid a delivery, again and again, without loss', async () => {
      const { log } = harness();
      await appendCommands(log, 0, numbered('c', 1300));
      const pauses: Promise<void>[] = [];
      const follower = collect(log, 'commands', 0, 0, (subscription) => {
        subscription.pause();
        pauses.push(Promise.resolve().then(() => subscription.resume()));
      });
      await follower.until(1300);
      await Promise.all(pauses);
      expect(offsetsOf(follower.records)).toEqual(range(0, 1300));
    });

    it('takes a second pause or resume for the first', async () => {
      const { log } = harness();
      const follower = collect(log, 'commands', 0, 0);
      follower.subscription.pause();
      follower.subscription.pause();
      await appendCommands(log, 0, numbered('c', 3));
      follower.subscription.resume();
      follower.subscription.resume();
      await follower.until(3);
      await appendCommands(log, 0, ['c 3']);
      await follower.until(4);
      expect(offsetsOf(follower.records)).toEqual([0, 1, 2, 3]);
    });

    it('delivers nothing more after a follower has closed', async () => {
      const { log } = harness();
      await appendCommands(log, 0, numbered('c', 1200));
      const closing = collect(log, 'commands', 0, 0, (subscription) => subscription.close());
      const witness = collect(log, 'commands', 0, 0);
      await closing.until(1);
      const delivered = closing.records.length;
      await appendCommands(log, 0, numbered('c', 2, 1200));
      await witness.until(1202);
      closing.subscription.resume();
      await appendCommands(log, 0, ['last']);
      await witness.until(1203);
      expect(closing.records).toHaveLength(delivered);
    });

    it('may be closed while followers still catch up', async () => {
      const { log } = harness();
      await appendCommands(log, 0, numbered('c', 2000));
      const follower = collect(log, 'commands', 0, 0);
      await follower.until(1);
      follower.subscription.close();
      expect(follower.records.length).toBeLessThanOrEqual(2000);
    });
  });
}
