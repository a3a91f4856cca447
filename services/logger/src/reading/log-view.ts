import type { LogRef } from '@millrace/blobs';
import type { ShownLine } from '@millrace/blobs';
import type { Shard } from '../shards/shard.js';
import type { ShardStore } from '../shards/shard-store.js';
import type { LineRun } from '../shards/shard-writer.js';
import type { LiveLog } from './live-lines.js';
import { showGap, showLine } from './shown-lines.js';

/** Lines in a row, stored or not, that are decoded when they are asked for. */
interface Part {
  readonly first: number;
  readonly next: number;
  readonly line: (number: number) => ShownLine;
}

/**
 * A log at one moment: its shards, and behind them what is not stored yet. The live part must have been taken before:
 * lines that were stored meanwhile are then in both, and are dropped here by their numbers.
 */
export class LogView {
  private listed: Promise<readonly number[]> | undefined;

  constructor(
    private readonly store: ShardStore,
    private readonly ref: LogRef,
    private readonly live: LiveLog | undefined,
  ) {}

  /** Every line from a number on, in order, gaps marked. */
  async *from(number: number): AsyncGenerator<ShownLine> {
    let next = number;
    for await (const part of this.partsFrom(number)) {
      for (let at = Math.max(next, part.first); at < part.next; at += 1) {
        const line = part.line(at);
        if (at > next) yield showGap(next, line);
        yield line;
        next = at + 1;
      }
    }
  }

  /** Every line, the last one first, gaps left out. */
  async *backwards(): AsyncGenerator<ShownLine> {
    const firsts = await this.firsts();
    let shard = await this.shardAt(firsts.length - 1);
    const parts = this.liveParts(shard?.next ?? 1);
    for (const part of parts.toReversed()) yield* backwardsIn(part);
    for (let index = firsts.length - 1; index >= 0; index -= 1) {
      if (shard) yield* backwardsIn(partOfShard(shard));
      shard = await this.shardAt(index - 1);
    }
  }

  /** Number of the last line, and whether the log is complete. */
  async extent(): Promise<{ readonly total: number; readonly complete: boolean }> {
    const ended = this.live?.ended ?? false;
    const known = this.live && lastNumber(this.live);
    if (known !== undefined) return { total: known, complete: ended };
    const shard = await this.shardAt((await this.firsts()).length - 1);
    return shard ? { total: shard.next - 1, complete: ended || shard.ended } : { total: 0, complete: ended };
  }

  private async *partsFrom(number: number): AsyncGenerator<Part> {
    const stored = this.live?.stored;
    let next = number;
    if (stored === undefined || number <= stored) {
      const firsts = await this.firsts();
      for (let index = shardOf(firsts, number); index < firsts.length; index += 1) {
        const shard = await this.shardAt(index);
        if (!shard) continue;
        next = shard.next;
        yield partOfShard(shard);
      }
    }
    yield* this.liveParts(next);
  }

  private liveParts(next: number): Part[] {
    const runs = this.live?.runs ?? [];
    return runs.filter((run) => run.first + run.lines.length > next).map((run) => partOfRun(run, next));
  }

  private firsts(): Promise<readonly number[]> {
    return (this.listed ??= this.store.firsts(this.ref));
  }

  private async shardAt(index: number): Promise<Shard | undefined> {
    const first = (await this.firsts())[index];
    return first === undefined ? undefined : await this.store.read(this.ref, first);
  }
}

/** Number of the last line; undefined when only the store knows. */
function lastNumber({ runs, stored }: LiveLog): number | undefined {
  const last = runs.findLast((run) => run.lines.length > 0);
  return last ? Math.max(last.first + last.lines.length - 1, stored ?? 0) : stored;
}

/** Index of the shard in which a line stands, or 0. */
function shardOf(firsts: readonly number[], number: number): number {
  return Math.max(
    0,
    firsts.findLastIndex((first) => first <= number),
  );
}

function partOfShard(shard: Shard): Part {
  return { first: shard.first, next: shard.next, line: (number) => showLine(number, shard.line(number)) };
}

function partOfRun({ first, lines }: LineRun, next: number): Part {
  return {
    first: Math.max(first, next),
    next: first + lines.length,
    line: (number) => showLine(number, lines[number - first] ?? [0, 'system', '']),
  };
}

function* backwardsIn({ first, next, line }: Part): Generator<ShownLine> {
  for (let number = next - 1; number >= first; number -= 1) yield line(number);
}
