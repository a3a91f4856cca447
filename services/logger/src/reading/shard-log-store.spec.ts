import { MemoryBlobStore } from '@millrace/blobs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bench } from '../../testing/logger-bench.js';
import { ManualTime, REF, RUN, gatherAll, linesFrom, setUpBench } from '../../testing/logger-bench.js';
import type { LogPage } from '@millrace/blobs';
import { openStoredLogs } from './open-stored-logs.js';

describe('ShardLogStore', () => {
  let blobs: MemoryBlobStore;
  let bench: Bench;
  beforeEach(async () => {
    blobs = new MemoryBlobStore();
    bench = setUpBench(blobs, { settings: { shardLines: 10 } });
    await bench.ingest.start();
  });

  const numbersOf = (page: LogPage): readonly number[] => page.lines.map(({ line }) => line);
  const range = (from: number, to: number): readonly number[] =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

  /** Lines 1 to `stored` in shards and up to `all` not stored yet. */
  async function fill(stored: number, all: number): Promise<void> {
    if (stored > 0) await bench.send(linesFrom(1, stored));
    bench.time.advance(250);
    await vi.waitFor(() => expect(bench.ingest.snapshot(REF)?.runs ?? []).toHaveLength(0), { interval: 1 });
    for (let line = stored + 1; line <= all; line += 3)
      await bench.send(linesFrom(line, Math.min(3, all - line + 1)));
  }

  it('gives an empty page for a log that is not there', async () => {
    expect(await bench.logs.page(REF)).toEqual({ lines: [], first: 1, next: 1, total: 0, complete: false });
    expect(await bench.logs.tail(REF, 10)).toEqual({
      lines: [],
      first: 1,
      next: 1,
      total: 0,
      complete: false,
    });
  });

  it('gives lines as they were written', async () => {
    const colour = '\u001b[31mred\u001b[0m\r';
    await bench.send({
      ...REF,
      first: 1,
      lines: [
        [7, 'stderr', colour],
        [8, 'stdout', '\\xff', true],
      ],
      end: true,
    });
    await bench.ingest.stop();
    expect(await bench.logs.page(REF)).toEqual({
      lines: [
        { line: 1, at: 7, stream: 'stderr', text: colour },
        { line: 2, at: 8, stream: 'stdout', text: '\\xff', escaped: true },
      ],
      first: 1,
      next: 3,
      total: 2,
      complete: true,
    });
  });

  it('gives the same pages whatever is stored and whatever is not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(45),
        fc.nat(20),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 30 }),
        async (stored, more, from, limit) => {
          blobs = new MemoryBlobStore();
          bench = setUpBench(blobs, { settings: { shardLines: 10 } });
          await bench.ingest.start();
          await fill(stored, stored + more);
          const total = stored + more;
          const page = await bench.logs.page(REF, { from, limit });
          expect(numbersOf(page)).toEqual(range(from, Math.min(total, from + limit - 1)));
          expect(page.lines.every(({ line, text }) => text === `line ${line}`)).toBe(true);
          expect(page).toMatchObject({ total, next: from + page.lines.length, complete: false });
          expect(numbersOf(await bench.logs.tail(REF, limit))).toEqual(
            range(Math.max(1, total - limit + 1), total),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads few shards for a page at either end', async () => {
    await fill(95, 95);
    const get = vi.spyOn(blobs, 'get');
    expect(numbersOf(await bench.logs.page(REF, { from: 50, limit: 5 }))).toEqual(range(50, 54));
    expect(get.mock.calls.length).toBeLessThanOrEqual(2);
    get.mockClear();
    expect(numbersOf(await bench.logs.tail(REF, 7))).toEqual(range(89, 95));
    expect(get.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('reads no shard for lines that are not stored yet', async () => {
    await fill(30, 36);
    const get = vi.spyOn(blobs, 'get');
    const list = vi.spyOn(blobs, 'list');
    expect(numbersOf(await bench.logs.page(REF, { from: 31 }))).toEqual(range(31, 36));
    expect(get).not.toHaveBeenCalled();
    expect(list).not.toHaveBeenCalled();
  });

  it('gives at most 1000 lines and 1 MiB of text', async () => {
    await bench.send(linesFrom(1, 1_500));
    expect((await bench.logs.page(REF, { limit: 5_000 })).lines).toHaveLength(1_000);
    await bench.send(linesFrom(1, 30, { attempt: 2 }, 'x'.repeat(60_000)));
    expect((await bench.logs.page({ ...REF, attempt: 2 })).lines).toHaveLength(17);
    expect(numbersOf(await bench.logs.tail({ ...REF, attempt: 2 }, 100))).toEqual(range(14, 30));
  });

  it('marks a gap wherever a page begins', async () => {
    await bench.send(linesFrom(3, 1), linesFrom(6, 1, { end: true }));
    await bench.ingest.stop();
    const shown = async (from: number): Promise<readonly string[]> =>
      (await bench.logs.page(REF, { from })).lines.map(({ line, text }) => `${line} ${text}`);
    expect(await shown(1)).toEqual([
      '2 [… lines 1 to 2 are missing]',
      '3 line 3',
      '5 [… lines 4 to 5 are missing]',
      '6 line 6',
    ]);
    expect(await shown(5)).toEqual(['5 [… line 5 is missing]', '6 line 6']);
    const tail = await bench.logs.tail(REF, 10);
    expect(numbersOf(tail)).toEqual([3, 5, 6]);
  });

  it('gives the whole log as text', async () => {
    await fill(25, 31);
    let text = '';
    for await (const piece of bench.logs.download(REF)) text += piece;
    expect(text).toBe(
      range(1, 31)
        .map((line) => `line ${line}\n`)
        .join(''),
    );
  });

  it.each([
    ['run', { run: '..' }],
    ['task', { task: '../x' }],
    ['attempt', { attempt: -1 }],
  ])('refuses what names no log: %s', async (_, wrong) => {
    const ref = { ...REF, ...wrong };
    const refused = { code: 'INVALID_LOG_REF' };
    await expect(bench.logs.page(ref)).rejects.toMatchObject(refused);
    await expect(bench.logs.tail(ref, 1)).rejects.toMatchObject(refused);
    await expect(gatherAll(bench.logs.download(ref))).rejects.toMatchObject(refused);
    const { signal } = new AbortController();
    await expect(gatherAll(bench.logs.follow(ref, { signal }))).rejects.toMatchObject(refused);
  });

  describe('following', () => {
    const collect = async (from: number, controller = new AbortController()): Promise<readonly number[]> => {
      const pages = await gatherAll(bench.logs.follow(REF, { from, signal: controller.signal }));
      return pages.flatMap(numbersOf);
    };

    it('gives what is stored, what waits and what comes, once and in order, to the end', async () => {
      await fill(25, 28);
      const followed = collect(20);
      for (let line = 29; line < 60; line += 2) {
        await bench.send(linesFrom(line, 2));
        if (line % 3 === 0) bench.time.advance(250);
      }
      await bench.send({ ...linesFrom(61, 0), end: true });
      expect(await followed).toEqual(range(20, 60));
    });

    it('ends at once for a log that is complete', async () => {
      await bench.send(linesFrom(1, 3, { end: true }));
      await bench.ingest.stop();
      expect(await collect(1)).toEqual([1, 2, 3]);
      expect(await collect(9)).toEqual([]);
    });

    it('begins before the first line is written', async () => {
      const followed = collect(1);
      await bench.send(linesFrom(1, 1, { end: true }));
      expect(await followed).toEqual([1]);
    });

    it('ends when it is told to', async () => {
      const controller = new AbortController();
      const followed = collect(1, controller);
      await bench.send(linesFrom(1, 2));
      controller.abort();
      expect((await followed).length).toBeLessThanOrEqual(2);
    });

    it('ends quietly for a run that is deleted meanwhile', async () => {
      await fill(5, 8);
      const controller = new AbortController();
      const followed = collect(7, controller);
      await bench.logs.deleteRun(RUN);
      controller.abort();
      await followed;
    });

    it('looks again and again from another process', async () => {
      const time = new ManualTime();
      const logs = openStoredLogs(blobs, time);
      const { signal } = new AbortController();
      const followed = gatherAll(logs.follow(REF, { signal }));
      await bench.send(linesFrom(1, 2));
      bench.time.advance(250);
      await vi.waitFor(async () => expect(await blobs.list(`logs/${RUN}`)).toHaveLength(1));
      await bench.send(linesFrom(3, 1, { end: true }));
      let done = false;
      void followed.then(() => (done = true));
      await vi.waitFor(() => {
        time.advance(500);
        expect(done).toBe(true);
      });
      expect((await followed).flatMap(numbersOf)).toEqual([1, 2, 3]);
      expect(time.armed).toBe(0);
    });
  });

  describe('deleting a run', () => {
    it('removes stored and waiting lines and touches no other run', async () => {
      const other = { ...REF, run: RUN.replace(/a$/, 'b') };
      await fill(25, 28);
      await bench.send(linesFrom(1, 1, { run: other.run, end: true }));
      await bench.logs.deleteRun(RUN);
      expect((await bench.logs.page(REF)).total).toBe(0);
      await bench.ingest.stop();
      expect(await blobs.list(`logs/${RUN}`)).toEqual([]);
      expect((await bench.logs.page(other)).total).toBe(1);
    });

    it('refuses what is no run', async () => {
      await expect(bench.logs.deleteRun('..')).rejects.toMatchObject({ code: 'INVALID_LOG_REF' });
    });
  });
});
