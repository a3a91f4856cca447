import { MemoryBlobStore } from '@millrace/blobs';
import type { LogLine } from '@millrace/events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineRun, StoredEnd } from './shard-writer.js';
import { ShardWriter } from './shard-writer.js';
import { ShardStore } from './shard-store.js';

const REF = { run: '01890000-0000-8000-8000-00000000000a', task: 'load', attempt: 1 };

function run(first: number, count: number, text = ''): LineRun {
  return {
    first,
    lines: Array.from({ length: count }, (_, index): LogLine => [0, 'stdout', `${first + index}${text}`]),
  };
}

describe('ShardWriter', () => {
  let blobs: MemoryBlobStore;
  let store: ShardStore;
  let writer: ShardWriter;
  beforeEach(() => {
    blobs = new MemoryBlobStore();
    store = new ShardStore(blobs);
    writer = new ShardWriter(store, { shardLines: 10, shardBytes: 1_000 });
  });

  /** What a shard holds: its first line and the texts. */
  async function shards(): Promise<readonly (readonly string[])[]> {
    const firsts = await store.firsts(REF);
    return await Promise.all(
      firsts.map(async (first) => {
        const shard = await store.read(REF, first);
        if (!shard) return [];
        const texts = Array.from({ length: shard.count }, (_, index) => shard.line(first + index)[2]);
        return [`#${first}`, ...texts, ...(shard.ended ? ['end'] : [])];
      }),
    );
  }

  async function append(end: StoredEnd, runs: readonly LineRun[], ended = false): Promise<StoredEnd> {
    return (await writer.append(REF, end, runs, ended)).end;
  }

  it('stores the first lines', async () => {
    const end = await append(await writer.load(REF), [run(1, 2), run(3, 1)]);
    expect(await shards()).toEqual([['#1', '1', '2', '3']]);
    expect(end).toEqual(await writer.load(REF));
  });

  it('fills a shard over several flushes and begins the next when it has enough lines', async () => {
    let end = await writer.load(REF);
    for (let first = 1; first <= 25; first += 4) end = await append(end, [run(first, 4)]);
    expect((await shards()).map((shard) => [shard[0], shard.length - 1])).toEqual([
      ['#1', 10],
      ['#11', 10],
      ['#21', 8],
    ]);
    expect(end).toEqual(await writer.load(REF));
  });

  it('begins the next when a shard has enough bytes, and gives a long line one of its own', async () => {
    await append(await writer.load(REF), [
      run(1, 3, 'x'.repeat(400)),
      run(4, 1, 'x'.repeat(5_000)),
      run(5, 1),
    ]);
    expect((await shards()).map((shard) => [shard[0], shard.length - 1])).toEqual([
      ['#1', 2],
      ['#3', 1],
      ['#4', 1],
      ['#5', 1],
    ]);
  });

  it('counts bytes, not characters', async () => {
    await append(await writer.load(REF), [run(1, 2, '€'.repeat(170))]);
    expect(await shards()).toHaveLength(2);
  });

  it('drops lines that are stored', async () => {
    const end = await append(await writer.load(REF), [run(1, 5)]);
    await append(end, [run(1, 3), run(3, 4), run(2, 2), run(7, 1)]);
    expect(await shards()).toEqual([['#1', '1', '2', '3', '4', '5', '6', '7']]);
  });

  it('does not touch the store when nothing is new', async () => {
    const end = await append(await writer.load(REF), [run(1, 5)], true);
    const put = vi.spyOn(blobs, 'put');
    expect(await append(end, [run(1, 5)], true)).toEqual(end);
    expect(put).not.toHaveBeenCalled();
  });

  it('begins a shard behind a gap and tells of it', async () => {
    const end = await append(await writer.load(REF), [run(1, 2)]);
    const stored = await writer.append(REF, end, [run(5, 2), run(7, 1)], false);
    expect(stored.gaps).toEqual([{ from: 3, to: 4 }]);
    expect(await shards()).toEqual([
      ['#1', '1', '2'],
      ['#5', '5', '6', '7'],
    ]);
    expect(stored.end).toEqual(await writer.load(REF));
  });

  it('tells of a gap at the start', async () => {
    const stored = await writer.append(REF, await writer.load(REF), [run(3, 1)], false);
    expect(stored.gaps).toEqual([{ from: 1, to: 2 }]);
    expect(await shards()).toEqual([['#1'], ['#3', '3']]);
    expect(stored.end).toEqual(await writer.load(REF));
  });

  it('marks the end, with lines or without', async () => {
    const end = await append(await writer.load(REF), [run(1, 1)]);
    expect(end.ended).toBe(false);
    expect((await append(end, [{ first: 2, lines: [] }], true)).ended).toBe(true);
    expect(await shards()).toEqual([['#1', '1', 'end']]);
    expect((await writer.load(REF)).ended).toBe(true);
  });

  it('keeps the end behind lines that come late', async () => {
    const end = await append(await writer.load(REF), [run(1, 1)], true);
    await append(end, [run(2, 1)]);
    expect(await shards()).toEqual([['#1', '1', '2', 'end']]);
  });

  it('writes shards in their order, so that a crash leaves no gap', async () => {
    const put = vi.spyOn(blobs, 'put');
    put.mockImplementationOnce((key, bytes) => MemoryBlobStore.prototype.put.call(blobs, key, bytes));
    put.mockRejectedValueOnce(new Error('crash'));
    await expect(append(await writer.load(REF), [run(1, 30)])).rejects.toThrow('crash');
    expect(await shards()).toEqual([['#1', ...Array.from({ length: 10 }, (_, index) => String(index + 1))]]);
    await append(await writer.load(REF), [run(1, 30)]);
    expect((await shards()).flat()).toHaveLength(33);
  });
});
