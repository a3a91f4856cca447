import { MemoryBlobStore } from '@millrace/blobs';
import { MemoryEventLog } from '@millrace/events';
import { describe, expect, it, vi } from 'vitest';
import type { Bench } from '../../testing/logger-bench.js';
import { REF, linesFrom, setUpBench } from '../../testing/logger-bench.js';

const SETTINGS = { shardLines: 7, flushBytes: 2_000, commitMs: 0, flushes: 3 };

/** Takes so many puts and then nothing any more, as if the process were gone. `last`: whether the last one was stored. */
class DyingStore extends MemoryBlobStore {
  alive = true;
  left = Infinity;
  last: 'stored' | 'lost' = 'stored';

  override async put(key: string, bytes: Uint8Array): Promise<void> {
    this.left -= 1;
    if (this.left > 0 || (this.left === 0 && this.last === 'stored')) await super.put(key, bytes);
    if (this.left > 0) return;
    this.alive = false;
    await new Promise(() => undefined);
  }
}

/** Three logs, their messages mixed, some twice. */
async function script(bench: Bench): Promise<void> {
  for (let first = 1; first <= 40; first += 4) {
    for (const attempt of [1, 2, 3]) await bench.send(linesFrom(first, 4, { attempt }));
    if (first % 3 === 0) await bench.send(linesFrom(first, 4, { attempt: 2 }));
  }
  for (const attempt of [1, 2, 3]) await bench.send(linesFrom(41, 1, { attempt, end: true }));
}

async function isComplete(bench: Bench): Promise<boolean> {
  const pages = await Promise.all([1, 2, 3].map((attempt) => bench.logs.page({ ...REF, attempt })));
  return pages.every((page) => page.complete);
}

describe.each(['stored', 'lost'] as const)('a logger that dies amid a put that is %s', (last) => {
  it.each(Array.from({ length: 24 }, (_, puts) => puts + 1))(
    'loses and doubles no line: put %i',
    async (puts) => {
      const log = new MemoryEventLog({ partitions: { P: 4, L: 2 }, clock: () => 0 });
      const blobs = new DyingStore();
      Object.assign(blobs, { left: puts, last });
      const first = setUpBench(blobs, { log, settings: SETTINGS });
      await first.ingest.start();
      await script(first);
      await vi.waitFor(
        async () => {
          first.time.advance(100);
          expect(!blobs.alive || (await isComplete(first))).toBe(true);
        },
        { interval: 1 },
      );
      blobs.left = Infinity;

      const second = setUpBench(blobs, { log, settings: SETTINGS });
      await second.ingest.start();
      await vi.waitFor(
        async () => {
          second.time.advance(100);
          expect(await isComplete(second)).toBe(true);
        },
        { interval: 1 },
      );
      await second.ingest.stop();
      expect(second.logger.errors).toEqual([]);
      const after = setUpBench(blobs);
      for (const attempt of [1, 2, 3]) {
        const { lines, total, complete } = await after.logs.page({ ...REF, attempt });
        expect(lines.map(({ text }) => text)).toEqual(
          Array.from({ length: 41 }, (_, index) => `line ${index + 1}`),
        );
        expect({ total, complete }).toEqual({ total: 41, complete: true });
      }
    },
  );
});
