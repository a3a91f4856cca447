import type { JsonValue } from '@millrace/dag';
import { encodeRun } from '@millrace/dag';
import type { DedupPart, NewRecord, SnapshotEntry } from '@millrace/events';
import { TOMBSTONE } from '@millrace/events';
import { failpoint } from '@millrace/telemetry';
import type { SafePositions } from '../housekeeping/housekeeper.js';
import type { MasterContext } from '../partitions/master-context.js';
import type { PartitionMemory } from '../partitions/partition-memory.js';
import type { Checkpoint } from './checkpoint.js';
import { partId, splitState } from './slice-parts.js';
import { formatSet, snapshotKey } from './snapshot-keys.js';

/**
 * A checkpoint is written after so many records, or so long after the last one when there is anything new (L33), whoever
 * wrote them: where every owner counted anew, a partition whose owners never live that long would have none.
 */
const EVERY_RECORDS = 50_000;
const EVERY_MS = 10 * 60_000;

/** How long a checkpoint must stand before others rely on it: who reads the one before is done by then (L52). */
const STANDS_MS = 3_600_000;

/** Runs that are encoded before other work gets a turn. */
const SLICES = 200;
/** Commands in one part of the dedup index: some 200 KiB. */
const DEDUP_PART = 4000;

type Entry = NewRecord<'snapshots'>;

/** Runs `work` when no decision of the partition is unverified: only verified state is written (L24). */
export type WhenQuiet = (work: () => void) => Promise<void>;

/** Writes what the next owner restores from: slices, markers of ended runs, then the checkpoint, then tombstones (L27). */
export class SnapshotWriter {
  private n = 0;
  private full = true;
  private dirty = new Set<string>();
  private ended = new Map<string, number>();
  /** Runs with a slice in this set, with the offset they were born at. */
  private readonly sliced = new Map<string, number>();
  /** Runs whose state is split in this set: the side of the newest slice, and the keys of all parts. */
  private readonly split = new Map<string, { readonly side: 0 | 1; readonly keys: ReadonlySet<string> }>();
  private records: number;
  private dedupParts = 0;
  private writtenAt: number;
  /** Checkpoints that stand, the oldest first; those before it that have stood long enough are forgotten. */
  private readonly standing: { readonly at: number; readonly safe: SafePositions }[] = [];
  private writing: Promise<void> | undefined;

  /**
   * `superseded`: keys of older sets that may go once a checkpoint of this owner stands (L31). `base`: those of the set
   * that it restored from, which is kept in case its own is damaged.
   */
  constructor(
    private readonly memory: PartitionMemory,
    private readonly epoch: number,
    private readonly context: MasterContext,
    private readonly whenQuiet: WhenQuiet,
    private superseded: readonly string[],
    private base: readonly string[],
  ) {
    const { records, since } = memory.tail;
    this.records = records;
    this.writtenAt = context.clock.monotonic() - Math.max(0, context.clock.now() - since);
  }

  /** Below these positions nobody needs the log to restore; undefined before a checkpoint of this owner has stood long enough. */
  safe(): SafePositions | undefined {
    const since = this.context.clock.monotonic() - STANDS_MS;
    while ((this.standing[1]?.at ?? Infinity) <= since) this.standing.shift();
    const [oldest] = this.standing;
    return oldest && oldest.at <= since ? oldest.safe : undefined;
  }

  /** The set that this owner restored from may go: its own stands, and what is older may leave the log (L31, L52). Where it throws it is to be called again. */
  async dropBase(): Promise<void> {
    await this.append(this.base.map((key) => this.tombstone(key)));
    this.base = [];
  }

  /** A verified record touched this run. */
  touched(run: string): void {
    this.dirty.add(run);
  }

  runEnded(run: string, offset: number): void {
    this.dirty.delete(run);
    if (this.sliced.has(run)) this.ended.set(run, offset);
  }

  /** Verified records since the last call; writes a checkpoint when one is due. */
  progressed(records: number): void {
    this.records += records;
    this.writeWhenDue();
  }

  /** To be called now and then: a partition may fall silent with records that no checkpoint has. */
  writeWhenDue(): void {
    const due = this.records >= EVERY_RECORDS || this.context.clock.monotonic() - this.writtenAt >= EVERY_MS;
    if (due && this.records > 0 && !this.writing) void this.write();
  }

  /** Writes a checkpoint now. Never throws: without one the next owner folds more of the log. */
  write(): Promise<void> {
    this.writing ??= this.writeOnce().finally(() => (this.writing = undefined));
    return this.writing;
  }

  private async writeOnce(): Promise<void> {
    this.records = 0;
    this.writtenAt = this.context.clock.monotonic();
    // It would forget the runs that stand still: the next owner restores from what there was before.
    if (this.memory.runs.stoppedCount > 0) return;
    try {
      await this.writeSet();
      this.full = false;
    } catch (error) {
      // The write may be stored late: nothing of this set may be written again under its keys (L28).
      this.context.logger.warn(
        { partition: this.memory.partition, error: String(error) },
        'a snapshot could not be written',
      );
      this.n += 1;
      this.full = true;
      this.dedupParts = 0;
      this.sliced.clear();
      this.split.clear();
    }
  }

  private async writeSet(): Promise<void> {
    const taken = await this.capture();
    for (let from = 0; from < taken.runs.length; from += SLICES) {
      let entries: Entry[] = [];
      await this.whenQuiet(() => (entries = this.slices(taken.runs.slice(from, from + SLICES))));
      await this.append(entries);
    }
    failpoint('snapshot.slices');
    const markers = [...taken.ended].map(([id, offset]) => this.marker(id, offset));
    await this.append([...taken.dedup, ...markers]);
    await this.append([this.checkpointEntry(taken.checkpoint)]);
    failpoint('snapshot.checkpoint');
    this.stands(taken.checkpoint);
    for (const id of taken.ended.keys()) this.sliced.delete(id);
    const gone = [...markers.map(({ key }) => key ?? ''), ...this.partsLeft(taken.ended.keys())];
    await this.append(gone.map((key) => this.tombstone(key)));
    await this.append(this.superseded.map((key) => this.tombstone(key)));
    this.superseded = [];
  }

  /** What belongs together is taken in one go; the slices may be newer than it, never older (L30). */
  private async capture(): Promise<Captured> {
    let captured: Captured | undefined;
    await this.whenQuiet(() => {
      const { runs, state, fold } = this.memory;
      const live = [...runs.all()];
      const chosen = this.full
        ? live
        : live.filter(({ run }) => this.dirty.has(run.id) || !this.sliced.has(run.id));
      const dedup = this.dedupEntries(state.dedup.parts(this.full ? 'all' : 'fresh', DEDUP_PART));
      state.dedup.markWritten();
      captured = {
        runs: chosen.map(({ run, born }) => ({ id: run.id, born })),
        ended: this.ended,
        dedup,
        checkpoint: {
          fold: fold.state,
          positions: { ...state.positions },
          lastNow: state.lastNow,
          doneTo: state.doneTo,
          open: this.context.effects.openOf(this.memory.partition).filter((offset) => offset < fold.next),
          lost: [...state.lost].map(
            ([incarnation, { worker, proven }]) => [incarnation, worker, proven] as const,
          ),
          mail: state.mail.snapshot(),
          parked: [...state.parked.all()],
          live: live.length,
          dedupParts: this.dedupParts,
          ...(state.dedup.oldestHour === undefined ? {} : { dedupFrom: state.dedup.oldestHour }),
        },
      };
      this.ended = new Map();
      this.dirty = new Set();
    });
    if (!captured) throw new Error('The partition is no longer owned.');
    return captured;
  }

  private stands({ fold, positions }: Checkpoint): void {
    const safe = { logId: fold.logId, events: fold.next, inputs: positions };
    this.standing.push({ at: this.context.clock.monotonic(), safe });
  }

  private slices(runs: readonly { readonly id: string; readonly born: number }[]): Entry[] {
    const at = this.memory.fold.next - 1;
    return runs.flatMap(({ id, born }) => {
      const run = this.memory.runs.get(id);
      this.sliced.set(id, born);
      if (!run) {
        this.ended.set(id, at);
        return [this.marker(id, at)];
      }
      const state = encodeRun(run);
      const text = JSON.stringify(state);
      const head = { born, offset: at, aseq: run.aseq };
      const split = splitState(text);
      const parts = split && this.parts(id, split, head);
      const whole = { kind: 'slice', ...head, hash: this.context.hash(text) } as const;
      if (!parts) return [this.entry('run', id, { ...whole, state })];
      // The parts first: a slice that is there has all of them.
      const { side, entries } = parts;
      const slice = { ...whole, state: null, parts: { count: entries.length, side } };
      return [...entries, this.entry('run', id, slice)];
    });
  }

  private parts(
    id: string,
    texts: readonly string[],
    head: Pick<SnapshotEntry, 'born' | 'offset' | 'aseq'>,
  ): { readonly side: 0 | 1; readonly entries: readonly Entry[] } {
    const before = this.split.get(id);
    const side = before?.side === 0 ? 1 : 0;
    const entries = texts.map((state, index) =>
      this.entry('run', partId(id, side, index), { kind: 'part', ...head, state }),
    );
    const keys = new Set([...(before?.keys ?? []), ...entries.map(({ key }) => key ?? '')]);
    this.split.set(id, { side, keys });
    return { side, entries };
  }

  /** Keys of the parts that ended runs leave. */
  private partsLeft(ended: Iterable<string>): readonly string[] {
    const keys: string[] = [];
    for (const id of ended) {
      keys.push(...(this.split.get(id)?.keys ?? []));
      this.split.delete(id);
    }
    return keys;
  }

  private marker(id: string, offset: number): Entry {
    return this.entry('run', id, {
      kind: 'finished',
      born: this.sliced.get(id) ?? 0,
      offset,
      aseq: 0,
      state: null,
    });
  }

  private dedupEntries(parts: readonly DedupPart[]): Entry[] {
    return parts.map((part) => {
      this.dedupParts += 1;
      const state: JsonValue = [...part];
      return this.entry('dedup', String(this.dedupParts), {
        kind: 'slice',
        born: 0,
        offset: 0,
        aseq: 0,
        state,
      });
    });
  }

  private checkpointEntry(checkpoint: Checkpoint): Entry {
    const { next } = checkpoint.fold;
    const state = JSON.parse(JSON.stringify(checkpoint)) as JsonValue;
    return this.entry('checkpoint', '', { kind: 'checkpoint', born: next, offset: next, aseq: 0, state });
  }

  private tombstone(key: string): Entry {
    return { partition: this.memory.partition, key, value: TOMBSTONE };
  }

  private entry(
    kind: 'run' | 'dedup' | 'checkpoint',
    id: string,
    rest: Omit<SnapshotEntry, 'set' | 'id' | 'logId'>,
  ): Entry {
    const { partition, fold } = this.memory;
    const set = formatSet({ epoch: this.epoch, n: this.n });
    return {
      partition,
      key: snapshotKey(partition, set, kind, id),
      value: { set, id, logId: fold.logId, ...rest },
    };
  }

  private async append(entries: readonly Entry[]): Promise<void> {
    if (entries.length > 0) await this.context.log.append('snapshots', entries);
  }
}

interface Captured {
  readonly runs: readonly { readonly id: string; readonly born: number }[];
  readonly ended: ReadonlyMap<string, number>;
  readonly dedup: readonly Entry[];
  readonly checkpoint: Checkpoint;
}
