import { expect, it } from 'vitest';
import { appendCommands, numbered, readAll } from './collect.js';
import type { OpenHarness } from './event-log-harness.js';
import { harnessPerTest } from './harness-per-test.js';

const KIB = 1024;

export function appendContract(open: OpenHarness): void {
  const harness = harnessPerTest(open);

  it('gives dense offsets, and keeps the order of the calls', async () => {
    const { log } = harness();
    const offsets = [
      ...(await appendCommands(log, 1, ['a'])),
      ...(await appendCommands(log, 1, ['b', 'c', 'd'])),
      ...(await appendCommands(log, 1, ['e'])),
    ];
    expect(offsets).toEqual([0, 1, 2, 3, 4]);
    expect((await readAll(log, 'commands', 1)).map(({ value }) => value)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('gives calls that do not wait for each other offsets in the order of the calls', async () => {
    const { log } = harness();
    const texts = numbered('call', 20);
    const offsets = await Promise.all(texts.map((text) => appendCommands(log, 0, [text])));
    expect(offsets.flat()).toEqual(texts.map((_, index) => index));
    expect((await readAll(log, 'commands', 0)).map(({ value }) => value)).toEqual(texts);
  });

  it('says of every record where it landed, with many callers at once', async () => {
    const { log } = harness();
    const landed = new Map<number, string>();
    const caller = async (name: string): Promise<void> => {
      for (const text of numbered(name, 12)) {
        const [offset = -1] = await appendCommands(log, 2, [text]);
        landed.set(offset, text);
      }
    };
    await Promise.all(numbered('caller', 25).map(caller));
    const records = await readAll(log, 'commands', 2);
    expect(landed.size).toBe(300);
    expect(records.map(({ offset }) => offset)).toEqual(records.map((_, index) => index));
    expect(records.every(({ offset, value }) => landed.get(offset) === value)).toBe(true);
  });

  it('gives the offsets of a call over several partitions in the order of its records', async () => {
    const { log } = harness();
    await appendCommands(log, 3, ['before']);
    const offsets = await log.append('commands', [
      { partition: 3, key: null, value: 'a' },
      { partition: 0, key: null, value: 'b' },
      { partition: 3, key: null, value: 'c' },
    ]);
    expect(offsets).toEqual([1, 0, 2]);
    expect((await readAll(log, 'commands', 3)).map(({ value }) => value)).toEqual(['before', 'a', 'c']);
    expect((await readAll(log, 'commands', 0)).map(({ value }) => value)).toEqual(['b']);
  });

  it('keeps partitions apart', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('zero', 3));
    await appendCommands(log, 1, numbered('one', 2));
    expect(await log.bounds('commands', 0)).toEqual({ start: 0, end: 3 });
    expect(await log.bounds('commands', 1)).toEqual({ start: 0, end: 2 });
    expect(await log.bounds('commands', 2)).toEqual({ start: 0, end: 0 });
    expect((await readAll(log, 'commands', 1)).map(({ value }) => value)).toEqual(['one 0', 'one 1']);
  });

  it('refuses a partition that the topic does not have', async () => {
    const { log } = harness();
    await expect(async () => await appendCommands(log, log.partitions.P, ['lost'])).rejects.toThrow();
  });

  it.each([
    ['no key', null],
    ['an empty key', ''],
    ['a key beyond ASCII', 'Zürich/東京/🜁'],
  ])('keeps a record with %s', async (_, key) => {
    const { log } = harness();
    await log.append('commands', [{ partition: 0, key, value: 'value' }]);
    expect(await readAll(log, 'commands', 0)).toMatchObject([{ key, value: 'value' }]);
  });

  it.each([
    ['empty', ''],
    ['with every kind of line end', 'a\nb\r\nc\u2028d\u0085'],
    ['with a NUL', 'before\u0000after'],
    ['beyond the basic plane', '𝔐𝔦𝔩𝔩𝔯𝔞𝔠𝔢 🜁 e\u0301'],
    ['with quotes and backslashes', `'"\\\\; DROP TABLE "commands_0"; --`],
    ['of 256 KiB, in characters of three bytes', '水'.repeat(Math.floor((256 * KIB) / 3))],
  ])('keeps a text that is %s', async (_, text) => {
    const { log } = harness();
    await appendCommands(log, 0, [text, 'next']);
    expect((await readAll(log, 'commands', 0)).map(({ value }) => value)).toEqual([text, 'next']);
  });

  it('keeps a structured value as it is', async () => {
    const { log } = harness();
    const value = {
      topic: 'commands',
      partition: 1,
      offset: 2 ** 40,
      key: null,
      value: '{"not": "parsed"} \u0000 🜁',
      code: 'X',
      message: '',
      at: 0,
    };
    await log.append('dead-letters', [{ partition: 0, key: 'k', value }]);
    expect(await readAll(log, 'dead-letters', 0)).toMatchObject([{ offset: 0, key: 'k', value }]);
  });

  it('gives every record the time at which the log took it', async () => {
    const { log } = harness();
    await appendCommands(log, 0, numbered('c', 3));
    const times = (await readAll(log, 'commands', 0)).map(({ time }) => time);
    expect(times.every((time) => Number.isSafeInteger(time) && time > 0)).toBe(true);
  });
}
