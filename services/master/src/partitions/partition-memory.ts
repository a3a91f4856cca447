import type { Cause, FoldState, InputPosition, Outcome } from '@millrace/events';
import { Fold, PartitionState, decodeRecord } from '@millrace/events';
import type { MasterContext } from './master-context.js';
import { AggregateStore } from './aggregate-store.js';

/** How many records are folded before other work of the process gets a turn. */
const SLICE = 1000;

/** Between the clock of a machine and that of the log; who differs more decides nothing (L10). */
export const MOST_CLOCK_DIFFERENCE_MS = 30_000;

/** A recorded outcome that somebody may still wait for. */
export interface OpenOutcome {
  readonly offset: number;
  readonly cause: Cause;
  readonly outcome: Outcome;
  readonly input: InputPosition | null;
}

/** Records that no checkpoint has. */
export interface Tail {
  /** How many that count. */
  records: number;
  /** When the first of them was decided, epoch milliseconds; Infinity where there is none. */
  since: number;
}

/** All that an owner remembers of a partition. Thrown away and made anew from the log when in doubt. */
export class PartitionMemory {
  readonly fold: Fold;
  readonly state = new PartitionState();
  readonly runs: AggregateStore;
  /** When the log took the newest claim that counts, epoch milliseconds of its clock. */
  claimedAt = 0;
  /** What the log held beyond the snapshot that this began with. */
  readonly tail: Tail = { records: 0, since: Infinity };
  private outcomes: OpenOutcome[] = [];
  private readonly reopened: OpenOutcome[] = [];
  private readonly read: MasterContext['log']['read'];

  constructor(
    readonly partition: number,
    context: MasterContext,
    from?: FoldState,
  ) {
    this.fold = new Fold(from);
    this.runs = new AggregateStore((hash) => context.catalogue.graph(hash), {
      differs: (run, offset) =>
        context.logger.error({ partition, run, offset }, 'this release reads the events of a run otherwise'),
      definitionMissing: (run, definition) =>
        context.logger.error(
          { partition, run, definition },
          'a run stands still: its definition is missing from the catalogue; restore that and start again',
        ),
    });
    this.read = context.log.read.bind(context.log);
  }

  /** Folds what the log holds beyond what is known (L9.3). */
  async catchUp(): Promise<void> {
    for (;;) {
      const page = await this.read('workflow-events', this.partition, this.fold.next, SLICE);
      if (page.records.length === 0) return;
      for (const { offset, value, time } of page.records) this.take(offset, value, time);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Outcomes whose replies the log does not say to be done (L22); complete after `catchUp`. */
  openOutcomes(): readonly OpenOutcome[] {
    return [...this.reopened, ...this.outcomes.filter(({ offset }) => offset >= this.state.doneTo)];
  }

  /** A record below the restored snapshot whose reply may be missing. */
  addOpen(offset: number, text: string): void {
    const record = decodeRecord(text);
    if (record.kind !== 'record' || !record.outcome) return;
    const { cause, outcome, input } = record;
    this.reopened.push({ offset, cause, outcome, input });
  }

  private take(offset: number, text: string, time: number): void {
    const judged = this.fold.accept(offset, text);
    if (judged.verdict === 'claim') {
      const { now } = judged.record;
      // Who claims with a clock that is fast decides nothing: its time is not to be that of those who come after it.
      if (now - time <= MOST_CLOCK_DIFFERENCE_MS) this.state.lastNow = Math.max(this.state.lastNow, now);
      this.claimedAt = time;
    }
    if (judged.verdict !== 'record') return;
    this.tail.records += 1;
    this.tail.since = Math.min(this.tail.since, judged.record.now);
    this.state.apply(judged.record, offset);
    this.runs.replay(judged.record, offset);
    const { cause, outcome, input } = judged.record;
    if (outcome && input?.topic !== 'task-status') this.outcomes.push({ offset, cause, outcome, input });
    if (this.outcomes.length > 2 * SLICE)
      this.outcomes = this.outcomes.filter((open) => open.offset >= this.state.doneTo);
  }
}
