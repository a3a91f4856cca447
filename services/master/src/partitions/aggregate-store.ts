import type { DefinitionResolver } from '@millrace/dag';
import type { RunState } from '@millrace/dag';
import { evolve, isRunEnded, stateHash, taskOf } from '@millrace/dag';
import type { RunStartedData } from '@millrace/dag';
import type { CommandRecord, RecordedEvent } from '@millrace/events';
import { LogCorruptError } from '@millrace/events';

/** A run in memory, and where it began in the log. */
export interface StoredRun {
  readonly run: RunState;
  /** Offset of its first record; -1 until that is verified. */
  born: number;
}

/** Told of what is wrong with a run; the partition goes on. */
export interface RunTrouble {
  /** The log says that the run was in another state than its events make of it now. */
  readonly differs: (run: string, offset: number) => void;
  /** The catalogue does not have its definition: it stands still (L3). */
  readonly definitionMissing: (run: string, definition: string) => void;
}

/** The active runs of one partition, made from snapshot and log. Ended runs leave once nothing more is to be done. */
export class AggregateStore {
  private readonly runs = new Map<string, StoredRun>();
  private readonly ended = new Set<string>();
  private readonly stopped = new Set<string>();

  constructor(
    private readonly definitions: DefinitionResolver,
    private readonly trouble: RunTrouble,
  ) {}

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

  /** Keeps a run whose definition is missing out of memory; what the log has of it is passed over. */
  stop(id: string, definition: string): void {
    this.stopped.add(id);
    this.trouble.definitionMissing(id, definition);
  }

  /** Whether this run stands still until its definition is in the catalogue and the partition is restored. */
  isStopped(id: string): boolean {
    return this.stopped.has(id);
  }

  get stoppedCount(): number {
    return this.stopped.size;
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
    if (!agg || this.isPassedOver(agg.id)) return;
    const known = this.runs.get(agg.id)?.run;
    const last = known ? known.aseq : 0;
    if (agg.aseq <= last || this.lacksDefinition(record)) return;
    if (agg.aseq !== last + 1) {
      throw new LogCorruptError(`Run ${agg.id} goes from ${last} to ${agg.aseq} at offset ${offset}.`);
    }
    const run = this.replayEvents(known, record, offset);
    if (!run) return;
    run.aseq = agg.aseq;
    this.compare(run, agg.hash, offset);
    if (!known) this.runs.set(run.id, { run, born: offset });
    this.dropEnded(run);
  }

  private dropEnded({ id, phase }: RunState): void {
    if (isRunEnded(phase)) this.runs.delete(id);
  }

  private isPassedOver(id: string): boolean {
    return this.ended.has(id) || this.stopped.has(id);
  }

  private compare(run: RunState, hash: string | undefined, offset: number): void {
    if (hash !== undefined && hash !== stateHash(run)) this.trouble.differs(run.id, offset);
  }

  private lacksDefinition({ events }: CommandRecord): boolean {
    const started = events.find((event) => event.type === 'RunStarted');
    if (!started) return false;
    const { run, definition } = started.data as RunStartedData;
    if (this.definitions(definition)) return false;
    this.stop(run, definition);
    return true;
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
