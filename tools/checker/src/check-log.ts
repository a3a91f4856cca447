import { Fold, LogCorruptError } from '@millrace/events';
import type { CommandRecord, Judged } from '@millrace/events';
import type { Counts } from './counts.js';
import { noCounts } from './counts.js';
import type { Invariant } from './invariant.js';
import { invariants } from './invariants/index.js';
import type { Journal } from './journal.js';
import { RunWatcher } from './run-watcher.js';
import type { LogSource, RawRecord } from './sources/log-source.js';
import type { Violation } from './violation.js';
import { watchAll } from './watches.js';

export interface CheckOptions {
  /** What the scripts wrote down; without it I10 and I11 are not looked at. */
  readonly journal?: Journal;
  /** Which invariants; default: all that hold for every log at rest. */
  readonly invariants?: readonly Invariant[];
  /** Violations that are kept, the others are counted; default 1000. */
  readonly keep?: number;
}

export interface CheckResult {
  readonly counts: Counts;
  /** The first of them, in the order in which they were found. */
  readonly violations: readonly Violation[];
  /** All of them, by invariant. */
  readonly violated: ReadonlyMap<string, number>;
}

/** The invariants that a check looks at unless it is told otherwise. */
export const DEFAULT_INVARIANTS: readonly Invariant[] = invariants.filter((one) => !one.onRequest);

/**
 * Reads a log once, record by record, through the fold, and gives what is wrong with it. Keeps what is active, and of
 * what has ended eight bytes a run. Throws only where the log cannot be read at all.
 */
export async function checkLog(source: LogSource, options: CheckOptions = {}): Promise<CheckResult> {
  const check = new LogCheck(source, options);
  for await (const record of source.records()) check.take(record);
  return check.end();
}

class LogCheck {
  private readonly counts = noCounts();
  private readonly violations: Violation[] = [];
  private readonly violated = new Map<string, number>();
  private readonly folds = new Map<number, Fold>();
  private readonly torn = new Set<number>();
  private readonly hooks: ReturnType<typeof watchAll>;
  private readonly runs: RunWatcher;

  constructor(
    source: LogSource,
    private readonly options: CheckOptions,
  ) {
    const list = options.invariants ?? DEFAULT_INVARIANTS;
    this.hooks = watchAll(list, options.journal, (violation) => this.report(violation));
    this.runs = new RunWatcher(source.graph, this.hooks, this.counts);
  }

  take({ partition, offset, text }: RawRecord): void {
    this.counts.records += 1;
    if (this.torn.has(partition)) return;
    const judged = this.judge(partition, offset, text);
    if (judged?.verdict === 'claim') this.counts.claims += 1;
    else if (judged?.verdict === 'void') this.counts.ignored += 1;
    else if (judged?.verdict === 'record') this.takeDecision(partition, offset, judged.record);
  }

  end(): CheckResult {
    const { counts, hooks, runs, violations, violated } = this;
    for (const hook of hooks.logEnded) hook(runs.open());
    const { journal } = this.options;
    counts.partitions = this.folds.size;
    counts.open = runs.size;
    counts.journalLines = journal?.lines ?? 0;
    counts.journalUnreadable = journal?.unreadable.length ?? 0;
    return { counts, violations, violated };
  }

  private judge(partition: number, offset: number, text: string): Judged | undefined {
    const fold = this.folds.get(partition) ?? new Fold();
    this.folds.set(partition, fold);
    try {
      return fold.accept(offset, text);
    } catch (error) {
      if (!(error instanceof LogCorruptError) || this.hooks.torn.length === 0) throw error;
      this.torn.add(partition);
      for (const hook of this.hooks.torn) hook({ partition, offset }, error.message);
      return undefined;
    }
  }

  private takeDecision(partition: number, offset: number, record: CommandRecord): void {
    const { counts, hooks, runs } = this;
    if (record.input?.topic === 'commands') {
      counts.commands += 1;
      if (record.outcome?.accepted === false) counts.rejections += 1;
    }
    const run = runs.get(record.aggs[0]?.id);
    for (const hook of hooks.record) hook({ partition, offset, record, run });
    runs.take(partition, offset, record);
  }

  private report(violation: Violation): void {
    this.violated.set(violation.invariant, (this.violated.get(violation.invariant) ?? 0) + 1);
    if (this.violations.length < (this.options.keep ?? 1000)) this.violations.push(violation);
  }
}
