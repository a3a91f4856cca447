import { Fold, LogCorruptError } from '@millrace/events';
import type { CommandRecord, Judged } from '@millrace/events';
import type { Beside } from './beside/beside.js';
import type { Counts } from './counts.js';
import { noCounts } from './counts.js';
import type { Invariant } from './invariant.js';
import { invariants } from './invariants/index.js';
import { RunWatcher } from './run-watcher.js';
import type { LogSource, RawRecord } from './sources/log-source.js';
import type { Violation } from './violation.js';
import { watchAll } from './watches.js';

/** How to check, and what to look at besides the log: what is absent is not looked at. */
export interface CheckOptions extends Beside {
  /** Which invariants; default: all that hold for every log at rest, or for every log that is being written. */
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
  /** Names of invariants that were not looked at, for want of what stands beside the log. */
  readonly skipped: readonly string[];
}

/** The invariants that a check looks at unless it is told otherwise. */
export const DEFAULT_INVARIANTS: readonly Invariant[] = invariants.filter((one) => !one.onRequest);

/** Those that hold at any moment, also amid runs. */
export const LIVE_INVARIANTS: readonly Invariant[] = DEFAULT_INVARIANTS.filter((one) => !one.atRest);

/**
 * Reads a log once, record by record, through the fold, and gives what is wrong with it. Keeps what is active, and of
 * what has ended eight bytes a run. Throws only where the log cannot be read at all.
 */
export async function checkLog(source: LogSource, options: CheckOptions = {}): Promise<CheckResult> {
  const check = new LogCheck(source, options);
  for await (const record of source.records()) check.take(record);
  return await check.end();
}

class LogCheck {
  private readonly counts = noCounts();
  private readonly violations: Violation[] = [];
  private readonly violated = new Map<string, number>();
  private readonly folds = new Map<number, Fold>();
  private readonly torn = new Set<number>();
  private readonly skipped: readonly string[];
  private readonly hooks: ReturnType<typeof watchAll>;
  private readonly runs: RunWatcher;

  constructor(
    source: LogSource,
    private readonly options: CheckOptions,
  ) {
    const list = options.invariants ?? (options.live === true ? LIVE_INVARIANTS : DEFAULT_INVARIANTS);
    this.skipped = list.filter(({ needs }) => needs && options[needs] === undefined).map(({ name }) => name);
    this.hooks = watchAll(list, options, (violation) => this.report(violation));
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

  async end(): Promise<CheckResult> {
    const { counts, hooks, runs, violations, violated, skipped } = this;
    for (const hook of hooks.logEnded) hook(runs.open());
    for (const hook of hooks.finished) await hook();
    counts.partitions = this.folds.size;
    counts.open = runs.size;
    countLines(counts, this.options);
    return { counts, violations, violated, skipped };
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

function countLines(counts: Counts, { journal, answers }: Beside): void {
  counts.journalLines = journal?.lines ?? 0;
  counts.journalUnreadable = journal?.unreadable.length ?? 0;
  counts.answerLines = answers?.lines ?? 0;
  counts.answersUnreadable = answers?.unreadable.length ?? 0;
}
