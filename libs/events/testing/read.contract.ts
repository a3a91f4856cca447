import { expect, it } from 'vitest';
import { LogCorruptError } from '../src/index.js';
import { appendCommands, numbered } from './collect.js';
import type { OpenHarness } from './event-log-harness.js';
import { harnessPerTest } from './harness-per-test.js';

export function readContract(open: OpenHarness): void {
  const harness = harnessPerTest(open);

  it('has nothing at first', async () => {
    const { log } = harness();
    expect(await log.bounds('commands', 0)).toEqual({ start: 0, end: 0 });
    expect(await log.read('commands', 0, 0, 10)).toEqual({ records: [], next: 0 });
  });

  it('says where the next record will stand', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 7));
    expect((await log.bounds('commands', 0)).end).toBe(7);
    expect(await appendCommands(log, 0, ['next'])).toEqual([7]);
  });

  it('reads from any position', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 10));
    for (const from of [0, 1, 5, 9]) {
      const { records } = await log.read('commands', 0, from, 100);
      expect(records[0]).toMatchObject({ offset: from, value: `c ${from}` });
      expect(records).toHaveLength(10 - from);
    }
  });

  it('gives pages that together are everything, once and in order', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 23));
    const pages: number[][] = [];
    let next = 0;
    for (;;) {
      const page = await log.read('commands', 0, next, 5);
      if (page.records.length === 0) break;
      pages.push(page.records.map(({ offset }) => offset));
      next = page.next;
    }
    expect(pages.every((page) => page.length <= 5)).toBe(true);
    expect(pages.flat()).toEqual(Array.from({ length: 23 }, (_, offset) => offset));
    expect(next).toBe(23);
  });

  it('gives nothing at the end, and what has come since when it is asked again', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 3));
    expect(await log.read('commands', 0, 3, 10)).toEqual({ records: [], next: 3 });
    await appendCommands(log, 0, ['new']);
    expect((await log.read('commands', 0, 3, 10)).records).toMatchObject([{ offset: 3, value: 'new' }]);
  });

  it('refuses a position beyond the end: what was there is gone', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 3));
    await expect(log.read('commands', 0, 4, 10)).rejects.toThrow(LogCorruptError);
  });

  it('begins later once records were given up, with the offsets that it had (L52)', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 10));
    await appendCommands(log, 1, numbered('other', 3));
    await log.deleteBefore('commands', 0, 6);
    expect(await log.bounds('commands', 0)).toEqual({ start: 6, end: 10 });
    expect((await log.read('commands', 0, 6, 100)).records.map(({ value }) => value)).toEqual([
      'c 6',
      'c 7',
      'c 8',
      'c 9',
    ]);
    await expect(log.read('commands', 0, 5, 10)).rejects.toThrow(LogCorruptError);
    expect(await appendCommands(log, 0, ['next'])).toEqual([10]);
    expect(await log.bounds('commands', 1)).toEqual({ start: 0, end: 3 });
  });

  it('gives up nothing twice, nothing that is not there, and never what comes later (L52)', async () => {
    const { log } = harness();
    await log.deleteBefore('commands', 0, 5);
    expect(await log.bounds('commands', 0)).toEqual({ start: 0, end: 0 });
    await appendCommands(log, 0, numbered('c', 3));
    await log.deleteBefore('commands', 0, 2);
    await log.deleteBefore('commands', 0, 1);
    await log.deleteBefore('commands', 0, 100);
    const { start, end } = await log.bounds('commands', 0);
    expect([start >= 2, end]).toEqual([true, 3]);
    expect(await appendCommands(log, 0, ['next'])).toEqual([3]);
  });

  it('keeps the newest of each key where nothing else is to be kept (L31)', async () => {
    const { log } = harness();
    const value = { kind: 'project', project: 'a', createdAt: 0 } as const;
    await log.append('catalog', [{ partition: 0, key: 'project/a', value }]);
    await log.deleteBefore('catalog', 0, 1);
    expect((await log.read('catalog', 0, 0, 10)).records).toMatchObject([{ value }]);
  });

  it('gives every reader the same, however often it reads', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 5));
    const first = await log.read('commands', 0, 1, 3);
    expect(await log.read('commands', 0, 1, 3)).toEqual(first);
  });
}
