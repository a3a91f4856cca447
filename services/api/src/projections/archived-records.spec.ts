import { MemoryBlobStore } from '@millrace/blobs';
import {
  LogCorruptError,
  MemoryEventLog,
  archiveFolder,
  createLog,
  encodeSegment,
  segmentKey,
} from '@millrace/events';
import { Claimant, readAll } from '@millrace/events/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { ArchivedRecords } from './archived-records.js';

let log: MemoryEventLog;
let blobs: MemoryBlobStore;
let all: readonly { readonly offset: number; readonly time: number; readonly value: string }[];

beforeEach(async () => {
  log = new MemoryEventLog({ partitions: { P: 1, L: 1 }, clock: () => 5 });
  blobs = new MemoryBlobStore();
  await createLog(log, () => 'log-1', 0);
  const owner = new Claimant(log, 0, 'm1');
  await owner.claim();
  await owner.send(8);
  all = await readAll(log, 'workflow-events', 0);
});

/** Puts the records of a stretch into the archive. */
async function archive(first: number, next: number): Promise<void> {
  const bytes = encodeSegment(all.slice(first, next));
  await blobs.put(segmentKey(archiveFolder('log-1', 0), first, next), bytes);
}

async function readWhole(source: ArchivedRecords, bite: number): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const records = await source.read(0, texts.length, bite);
    if (records.length === 0) return texts;
    texts.push(...records.map(({ value }) => value));
  }
}

describe('events of archive and log (L53)', () => {
  it.each([1, 3, 100])('are read as if nothing had left the log, %i at a time', async (bite) => {
    await archive(0, 4);
    await archive(4, 6);
    await log.deleteBefore('workflow-events', 0, 6);
    expect(await readWhole(new ArchivedRecords(log, blobs), bite)).toEqual(all.map(({ value }) => value));
  });

  it('are read from the log where both have them', async () => {
    await archive(0, 6);
    const source = new ArchivedRecords(log, blobs);
    expect((await source.read(0, 2, 3)).map(({ offset }) => offset)).toEqual([2, 3, 4]);
  });

  it('are refused where the archive has a hole', async () => {
    await archive(0, 3);
    await archive(5, 6);
    await log.deleteBefore('workflow-events', 0, 6);
    const source = new ArchivedRecords(log, blobs);
    await expect(source.read(0, 3, 10)).rejects.toThrow(LogCorruptError);
  });

  it('are refused where the archive is of another log', async () => {
    const bytes = encodeSegment(all.slice(0, 6));
    await blobs.put(segmentKey(archiveFolder('log-2', 0), 0, 6), bytes);
    await log.deleteBefore('workflow-events', 0, 6);
    await expect(new ArchivedRecords(log, blobs).read(0, 0, 10)).rejects.toThrow(LogCorruptError);
  });
});
