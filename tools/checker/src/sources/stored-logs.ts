import type { BlobStore, LogRef } from '@millrace/blobs';
import type { FiledRecord } from '@millrace/events';
import type { LinePiece, StoredLogs } from '../beside/beside.js';

/** Topic `task-logs`, as far as it can be looked at. */
export interface LinesTopic {
  readonly partitions: number;
  readonly messages: () => Iterable<FiledRecord<'task-logs'>>;
}

/**
 * The lines of attempts in a blob store, and those in the topic that the logger has not stored yet: what it says to have
 * stored is no longer on its way.
 */
export async function storedLogsOf(blobs: BlobStore, topic?: LinesTopic): Promise<StoredLogs> {
  const { PositionStore, ShardStore } = await import('@millrace/logger');
  const shards = new ShardStore(blobs);
  // Before any shard is read: what is stored since then may be counted twice, but not be missed.
  const logger = new PositionStore(blobs);
  const numbers = Array.from({ length: topic?.partitions ?? 0 }, (_, partition) => partition);
  const positions = await Promise.all(numbers.map((partition) => logger.read(partition)));
  let waiting: ReadonlyMap<string, readonly LinePiece[]> | undefined;
  return {
    pieces: async (ref) => {
      const pieces: LinePiece[] = [];
      for (const first of await shards.firsts(ref)) {
        const shard = await shards.read(ref, first);
        if (shard) pieces.push(pieceOf(shard));
      }
      return pieces;
    },
    waiting: async (ref) => {
      waiting ??= Map.groupBy(piecesOf(topic?.messages() ?? [], positions), ({ key }) => key);
      return waiting.get(keyOf(ref)) ?? [];
    },
  };
}

interface ReadableShard {
  readonly first: number;
  readonly next: number;
  readonly count: number;
  readonly ended: boolean;
  line(number: number): unknown;
}

function pieceOf(shard: ReadableShard): LinePiece {
  const { first, count, ended } = shard;
  const damage = damageOf(shard);
  return { first, count, ended, ...(damage === undefined ? {} : { damage }) };
}

function damageOf(shard: ReadableShard): string | undefined {
  try {
    for (let number = shard.first; number < shard.next; number += 1) shard.line(number);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function* piecesOf(
  messages: Iterable<FiledRecord<'task-logs'>>,
  positions: readonly number[],
): Iterable<LinePiece & { readonly key: string }> {
  for (const { partition, offset, value } of messages) {
    if (offset < (positions[partition] ?? 0)) continue;
    const { first, lines, end = false } = value;
    yield { key: keyOf(value), first, count: lines.length, ended: end };
  }
}

const keyOf = ({ run, task, attempt }: LogRef): string => `${run}/${task}/${attempt}`;
