import type { JsonValue } from '@millrace/dag';
import { encodeRun } from '@millrace/dag';
import type { DedupPart, NewRecord, SnapshotEntry } from '@millrace/events';
import { TOMBSTONE } from '@millrace/events';
import { failpoint } from '@millrace/telemetry';
import type { MasterContext } from '../partitions/master-context.js';
import type { PartitionMemory } from '../partitions/partition-memory.js';
import type { Checkpoint } from './checkpoint.js';
import { formatSet, snapshotKey } from './snapshot-keys.js';

/** A checkpoint is written after so many records, or so long after the last one when there is anything new (L33). */
const EVERY_RECORDS = 50_000;
const EVERY_MS = 10 * 60_000;

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
  private records = 0;
  private parts = 0;
  private writtenAt: number;
  private writing: Promise<void> | undefined;

  /** `superseded`: keys of older sets that may go once a checkpoint of this owner stands (L31). */
  constructor(
    private readonly memory: PartitionMemory,
    private readonly epoch: number,
    private readonly context: MasterContext,
    private readonly whenQuiet: WhenQuiet,
    private superseded: readonly string[],
  ) {
    this.writtenAt = context.clock.monotonic();
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
      this.parts = 0;
      this.sliced.clear();
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
    for (const id of taken.ended.keys()) this.sliced.delete(id);
    await this.append(markers.map((entry) => this.tombstone(entry.key ?? '')));
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
          dedupParts: this.parts,
          ...(state.dedup.oldestHour === undefined ? {} : { dedupFrom: state.dedup.oldestHour }),
        },
      };
      this.ended = new Map();
      this.dirty = new Set();
    });
    if (!captured) throw new Error('The partition is no longer owned.');
    return captured;
  }

  private slices(runs: readonly { readonly id: string; readonly born: number }[]): Entry[] {
    const at = this.memory.fold.next - 1;
    return runs.map(({ id, born }) => {
      const run = this.memory.runs.get(id);
      this.sliced.set(id, born);
      if (!run) {
        this.ended.set(id, at);
        return this.marker(id, at);
      }
      const state = encodeRun(run);
      const hash = this.context.hash(JSON.stringify(state));
      return this.entry('run', id, { kind: 'slice', born, offset: at, aseq: run.aseq, hash, state });
    });
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
      this.parts += 1;
      const state: JsonValue = [...part];
      return this.entry('dedup', String(this.parts), { kind: 'slice', born: 0, offset: 0, aseq: 0, state });
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
