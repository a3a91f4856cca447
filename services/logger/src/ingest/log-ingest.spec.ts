import { BlobError, MemoryBlobStore } from '@millrace/blobs';
import type { LogLines } from '@millrace/events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bench } from '../../testing/logger-bench.js';
import { REF, RUN, linesFrom, setUpBench } from '../../testing/logger-bench.js';

const POSITION = 'logger/task-logs-0.json';
const FULL = new BlobError('STORE_FULL', 'The disk is full.');

describe('LogIngest', () => {
  let blobs: MemoryBlobStore;
  let bench: Bench;
  beforeEach(async () => {
    blobs = new MemoryBlobStore();
    bench = setUpBench(blobs);
    await bench.ingest.start();
  });

  /** Every line that the blob store has of the attempt, as text. */
  async function stored(): Promise<readonly string[]> {
    const texts: string[] = [];
    for (const key of await blobs.list(`logs/${RUN}`))
      texts.push(Buffer.from((await blobs.get(key)) ?? []).toString());
    return [...texts.join('').matchAll(/line \d+/g)].map(([text]) => text);
  }

  async function position(): Promise<unknown> {
    const bytes = await blobs.get(POSITION);
    return bytes && JSON.parse(Buffer.from(bytes).toString());
  }

  const numbers = (from: number, to: number): readonly string[] =>
    Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

  /** A new logger on what the old one has left behind. */
  async function restart(): Promise<void> {
    bench = setUpBench(blobs, { log: bench.log });
    await bench.ingest.start();
  }

  it('stores lines after a short wait for more', async () => {
    await bench.send(linesFrom(1, 2));
    bench.time.advance(150);
    await bench.send(linesFrom(3, 1));
    expect(await stored()).toEqual([]);
    bench.time.advance(100);
    await vi.waitFor(async () => expect(await stored()).toEqual(numbers(1, 3)));
  });

  it('stores a log at once when it is complete', async () => {
    await bench.send(linesFrom(1, 2, { end: true }));
    await vi.waitFor(async () => expect(await stored()).toEqual(numbers(1, 2)));
  });

  it('stores much at once', async () => {
    await bench.send(linesFrom(1, 6_000, {}, `${'x'.repeat(100)} line`));
    await vi.waitFor(async () => expect(await stored()).toHaveLength(6_000));
    expect(await blobs.list(`logs/${RUN}`)).toHaveLength(2);
  });

  it('waits longer while a large shard has to be written anew', async () => {
    await bench.send(linesFrom(1, 6_000, {}, `${'x'.repeat(150)} line`));
    await vi.waitFor(async () => expect(await stored()).toHaveLength(6_000));
    await bench.send(linesFrom(6_001, 1));
    bench.time.advance(250);
    expect(await stored()).toHaveLength(6_000);
    bench.time.advance(2_000);
    await vi.waitFor(async () => expect(await stored()).toHaveLength(6_001));
  });

  it('keeps the logs of attempts apart', async () => {
    await bench.send(
      linesFrom(1, 1, { end: true }),
      linesFrom(1, 2, { attempt: 2, end: true }),
      linesFrom(1, 3, { task: 'Load', end: true }),
    );
    await vi.waitFor(async () => expect(await blobs.list(`logs/${RUN}`)).toHaveLength(3));
    expect((await bench.logs.page({ ...REF, attempt: 2 })).total).toBe(2);
    expect((await bench.logs.page({ ...REF, task: 'Load' })).total).toBe(3);
  });

  it('has no timer when there is nothing to do', async () => {
    await bench.send(linesFrom(1, 1));
    expect(bench.time.armed).toBe(1);
    bench.time.advance(250);
    await vi.waitFor(async () => expect(await stored()).toHaveLength(1));
    await vi.waitFor(async () => {
      bench.time.advance(1_000);
      expect(bench.time.armed).toBe(0);
    });
    expect(await position()).toEqual({ next: 1 });
  });

  describe('its position', () => {
    it('never passes lines that are not stored', async () => {
      await bench.send(
        linesFrom(1, 1, { task: 'done', end: true }),
        linesFrom(1, 1),
        linesFrom(1, 1, { task: 'more', end: true }),
      );
      const refused = vi.spyOn(blobs, 'put').mockImplementation(async (key, bytes) => {
        if (key.includes('/load.1.')) throw FULL;
        await MemoryBlobStore.prototype.put.call(blobs, key, bytes);
      });
      await vi.waitFor(async () => {
        bench.time.advance(1_000);
        expect(await position()).toEqual({ next: 1 });
      });
      refused.mockRestore();
      await vi.waitFor(async () => {
        bench.time.advance(1_000);
        expect(await position()).toEqual({ next: 3 });
      });
      expect(await stored()).toHaveLength(3);
    });

    it('does not pass what comes while it is written', async () => {
      const written = Promise.withResolvers<undefined>();
      const put = vi.spyOn(blobs, 'put').mockImplementation(async (key, bytes) => {
        if (key === POSITION) await written.promise;
        await MemoryBlobStore.prototype.put.call(blobs, key, bytes);
      });
      await bench.send(linesFrom(1, 1, { end: true }));
      await vi.waitFor(
        () => {
          bench.time.advance(100);
          expect(put.mock.calls.map(([key]) => key)).toContain(POSITION);
        },
        { interval: 1 },
      );
      await bench.log.append('task-logs', [
        { partition: 1, key: null, value: linesFrom(1, 1, { attempt: 2 }) },
      ]);
      written.resolve(undefined);
      await vi.waitFor(async () => expect(await position()).toEqual({ next: 1 }), { interval: 1 });
      expect(await blobs.get('logger/task-logs-1.json')).toBeUndefined();
    });

    it('is stored when it stops, after what was waiting', async () => {
      await bench.send(linesFrom(1, 5));
      await bench.ingest.stop();
      expect(await stored()).toEqual(numbers(1, 5));
      expect(await position()).toEqual({ next: 1 });
      await bench.ingest.stop();
    });

    it('is where it goes on', async () => {
      await bench.send(linesFrom(1, 5));
      await bench.ingest.stop();
      await bench.send(linesFrom(6, 2));
      const follow = vi.spyOn(bench.log, 'follow');
      await restart();
      expect(follow.mock.calls.map(([, partition, from]) => [partition, from])).toEqual([
        [0, 1],
        [1, 0],
      ]);
      await vi.waitFor(() => expect(bench.ingest.snapshot(REF)?.runs).toHaveLength(1));
      await bench.ingest.stop();
      expect(await stored()).toEqual(numbers(1, 7));
    });

    it('says loudly that lines have left the topic before they were stored, and goes on', async () => {
      await blobs.put(POSITION, Buffer.from('{"next":0}'));
      const late = setUpBench(blobs);
      vi.spyOn(late.log, 'bounds').mockResolvedValue({ start: 2, end: 2 });
      await late.ingest.start();
      expect(late.logger.errors[0]?.message).toContain('deleted from the topic');
    });

    it('reads from the start, loudly, when the topic is shorter than it was', async () => {
      await blobs.put(POSITION, Buffer.from('{"next":70}'));
      await bench.send(linesFrom(1, 2, { end: true }));
      await restart();
      expect(bench.logger.errors[0]?.message).toContain('shorter than it was');
      await vi.waitFor(async () => expect(await stored()).toEqual(numbers(1, 2)));
    });

    it('says what to do when it cannot be read', async () => {
      await blobs.put(POSITION, Buffer.from('{}'));
      await expect(setUpBench(blobs).ingest.start()).rejects.toThrow('Remove it');
    });
  });

  describe('lines that come again', () => {
    it('are dropped', async () => {
      await bench.send(
        linesFrom(1, 3),
        linesFrom(1, 3),
        linesFrom(2, 3),
        linesFrom(5, 1, { end: true }),
        linesFrom(5, 1, { end: true }),
      );
      await vi.waitFor(async () => expect(await stored()).toEqual(numbers(1, 5)));
      await bench.send(linesFrom(1, 5, { end: true }));
      await bench.ingest.stop();
      expect(await stored()).toEqual(numbers(1, 5));
    });

    it('are dropped after a crash that lost the position', async () => {
      await bench.send(linesFrom(1, 3), linesFrom(4, 3));
      bench.time.advance(250);
      await vi.waitFor(async () => expect(await stored()).toEqual(numbers(1, 6)));
      await bench.send(linesFrom(7, 2, { end: true }));
      await restart();
      await vi.waitFor(async () => expect(await stored()).toEqual(numbers(1, 8)));
      await bench.ingest.stop();
      expect(await stored()).toEqual(numbers(1, 8));
      expect(await bench.logs.page(REF)).toMatchObject({ total: 8, complete: true });
    });
  });

  describe('lines that never come', () => {
    it('are told of and marked', async () => {
      await bench.send(linesFrom(1, 2), linesFrom(6, 2, { end: true }));
      await vi.waitFor(async () => expect(await stored()).toHaveLength(4));
      expect(bench.logger.errors).toMatchObject([{ fields: { ...REF, from: 3, to: 5 } }]);
      const { lines, total } = await bench.logs.page(REF);
      expect(lines.map(({ line, text }) => `${line} ${text}`)).toEqual([
        '1 line 1',
        '2 line 2',
        '5 [… lines 3 to 5 are missing]',
        '6 line 6',
        '7 line 7',
      ]);
      expect(total).toBe(7);
    });
  });

  describe('a message that it cannot take', () => {
    it.each([
      ['another run', { run: '../..' }],
      ['another task', { task: '../etc' }],
      ['no attempt', { attempt: 0 }],
      ['no first line', { first: 0 }],
    ] as const)('becomes a dead letter: %s', async (_, wrong) => {
      const message: LogLines = { ...linesFrom(1, 1), ...wrong };
      await bench.send(message, linesFrom(1, 1, { end: true }));
      await vi.waitFor(async () => expect(await stored()).toHaveLength(1));
      const { records } = await bench.log.read('dead-letters', 0, 0, 10);
      expect(records.map(({ value }) => value)).toMatchObject([
        {
          topic: 'task-logs',
          partition: 0,
          offset: 0,
          code: 'LOG_LINES_INVALID',
          value: JSON.stringify(message),
        },
      ]);
      await bench.ingest.stop();
      expect(await position()).toEqual({ next: 2 });
    });
  });

  describe('a store that fails', () => {
    it('is given a rest, and nothing is lost or doubled', async () => {
      const put = vi.spyOn(blobs, 'put');
      for (let index = 0; index < 3; index += 1) put.mockRejectedValueOnce(FULL);
      await bench.send(linesFrom(1, 3, { end: true }));
      await vi.waitFor(() => expect(bench.logger.errors).toHaveLength(1));
      bench.time.advance(900);
      expect(put).toHaveBeenCalledTimes(1);
      await vi.waitFor(async () => {
        bench.time.advance(500);
        expect(await stored()).toEqual(numbers(1, 3));
      });
      expect(bench.logger.errors.length).toBeGreaterThanOrEqual(2);
    });

    it('that took some shards of several is asked what it has', async () => {
      const small = setUpBench(blobs, { settings: { shardLines: 10 } });
      await small.ingest.start();
      await small.send(linesFrom(1, 5));
      small.time.advance(250);
      await vi.waitFor(async () => expect(await stored()).toHaveLength(5), { interval: 1 });
      const put = vi.spyOn(blobs, 'put');
      put.mockImplementationOnce((key, bytes) => MemoryBlobStore.prototype.put.call(blobs, key, bytes));
      put.mockRejectedValueOnce(FULL);
      await small.send(linesFrom(6, 20, { end: true }));
      await vi.waitFor(async () => expect(await stored()).toHaveLength(10), { interval: 1 });
      await vi.waitFor(
        async () => {
          small.time.advance(500);
          expect(await stored()).toEqual(numbers(1, 25));
        },
        { interval: 1 },
      );
    });

    it('makes the topic wait when too much gathers', async () => {
      const small = setUpBench(blobs, { settings: { bufferBytes: 50_000 } });
      const paused = vi.fn();
      const resume = vi.fn();
      const follow = small.log.follow.bind(small.log);
      vi.spyOn(small.log, 'follow').mockImplementation((topic, partition, from, onRecords) => {
        const real = follow(topic, partition, from, onRecords);
        return {
          pause: () => (paused(), real.pause()),
          resume: () => (resume(), real.resume()),
          commit: (next) => real.commit(next),
          close: () => real.close(),
        };
      });
      await small.ingest.start();
      const put = vi.spyOn(blobs, 'put').mockRejectedValue(FULL);
      for (let first = 1; first <= 5_000; first += 100) await small.send(linesFrom(first, 100));
      expect(paused).toHaveBeenCalled();
      const held = small.ingest.snapshot(REF)?.runs.reduce((sum, run) => sum + run.lines.length, 0) ?? 0;
      expect(held).toBeLessThan(1_500);
      expect(resume).not.toHaveBeenCalled();
      put.mockRestore();
      await vi.waitFor(async () => {
        small.time.advance(1_000);
        expect(await stored()).toEqual(numbers(1, 5_000));
      });
      expect(resume).toHaveBeenCalled();
    });

    it('does not hold up the stop: the topic has the lines', async () => {
      vi.spyOn(blobs, 'put').mockRejectedValue(FULL);
      await bench.send(linesFrom(1, 3));
      await bench.ingest.stop();
      vi.restoreAllMocks();
      await restart();
      await vi.waitFor(() => expect(bench.ingest.snapshot(REF)).toBeDefined());
      await bench.ingest.stop();
      expect(await stored()).toEqual(numbers(1, 3));
    });
  });

  describe('memory', () => {
    it('forgets complete logs at once and of the others the oldest', async () => {
      const small = setUpBench(blobs, { settings: { rememberedAttempts: 3 } });
      await small.ingest.start();
      for (let attempt = 1; attempt <= 6; attempt += 1) await small.send(linesFrom(1, 1, { attempt }));
      await small.send(linesFrom(1, 1, { attempt: 7, end: true }));
      small.time.advance(250);
      const known = (): number[] =>
        [1, 2, 3, 4, 5, 6, 7].filter((attempt) => small.ingest.snapshot({ ...REF, attempt }) !== undefined);
      await vi.waitFor(() => expect(known()).toEqual([4, 5, 6]));
      await small.send(linesFrom(2, 1, { attempt: 1 }));
      await small.ingest.stop();
      expect((await small.logs.page({ ...REF, attempt: 1 })).total).toBe(2);
    });
  });
});
