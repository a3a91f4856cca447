import type { DefinitionResolver } from '@millrace/dag';
import type { RunState } from '@millrace/dag';
import { evolve, isRunEnded, taskOf } from '@millrace/dag';
import type { CommandRecord, RecordedEvent } from '@millrace/events';
import { LogCorruptError } from '@millrace/events';

/** A run in memory, and where it began in the log. */
export interface StoredRun {
  readonly run: RunState;
  /** Offset of its first record; -1 until that is verified. */
  born: number;
}

/** The active runs of one partition, made from snapshot and log. Ended runs leave once nothing more is to be done. */
export class AggregateStore {
  private readonly runs = new Map<string, StoredRun>();
  private readonly ended = new Set<string>();

  constructor(private readonly definitions: DefinitionResolver) {}

  get(id: string): RunState | undefined {
    return this.runs.get(id)?.run;
  }

  get size(): number {
    return this.runs.size;
  }

  all(): IterableIterator<StoredRun> {
    return this.runs.values();
  }

  add(run: RunState, born: number): void {
    this.runs.set(run.id, { run, born });
  }

  /** The snapshot knows that the run has ended: what the tail holds of it is old. */
  addEnded(id: string): void {
    this.ended.add(id);
  }

  /** The first record of a run is verified and stands here. */
  born(id: string, offset: number): void {
    const stored = this.runs.get(id);
    if (stored) stored.born = offset;
  }

  remove(id: string): void {
    this.runs.delete(id);
  }

  /** Applies an accepted record of the tail (L30). Ended runs leave at once. */
  replay(record: CommandRecord, offset: number): void {
    const [agg] = record.aggs;
    if (!agg || this.ended.has(agg.id)) return;
    const known = this.runs.get(agg.id)?.run;
    const last = known ? known.aseq : 0;
    if (agg.aseq <= last) return;
    if (agg.aseq !== last + 1) {
      throw new LogCorruptError(`Run ${agg.id} goes from ${last} to ${agg.aseq} at offset ${offset}.`);
    }
    const run = this.replayEvents(known, record, offset);
    if (!run) return;
    run.aseq = agg.aseq;
    if (!known) this.runs.set(run.id, { run, born: offset });
    if (isRunEnded(run.phase)) this.runs.delete(run.id);
  }

  private replayEvents(
    from: RunState | undefined,
    record: CommandRecord,
    offset: number,
  ): RunState | undefined {
    let run = from;
    for (const event of record.events) {
      if (event.a === -1) continue;
      try {
        run = evolve(run, event, record.now, this.definitions);
        if (event.type === 'TaskDispatched') {
          taskOf(run, (event.data as { readonly task: string }).task).task.dispatchOffset = offset;
        }
      } catch (error) {
        throw new LogCorruptError(`Offset ${offset}, ${describe(event)}: ${String(error)}`);
      }
    }
    return run;
  }
}

function describe(event: RecordedEvent): string {
  return `${event.type} v${event.v}`;
}
