import type { BlobStore, LogRef } from '@millrace/blobs';
import type { LogLines } from '@millrace/events';
import type { LinePiece, StoredLogs } from '../beside/beside.js';

/**
 * The lines of attempts in a blob store. `messages`: those on their way there, read when they are first asked for;
 * it gives nothing where they cannot be looked at.
 */
export async function storedLogsOf(
  blobs: BlobStore,
  messages: () => Iterable<LogLines>,
): Promise<StoredLogs> {
  const { ShardStore } = await import('@millrace/logger');
  const shards = new ShardStore(blobs);
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
      waiting ??= Map.groupBy(piecesOf(messages()), ({ key }) => key);
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

function* piecesOf(messages: Iterable<LogLines>): Iterable<LinePiece & { readonly key: string }> {
  for (const message of messages) {
    const { first, lines, end = false } = message;
    yield { key: keyOf(message), first, count: lines.length, ended: end };
  }
}

const keyOf = ({ run, task, attempt }: LogRef): string => `${run}/${task}/${attempt}`;
