import { formatPosition } from '@millrace/events';
import { until } from '../until.js';
import type { Seen } from './follow-events.js';

const ENDS = new Set(['RunSucceeded', 'RunFailed', 'RunStopped', 'RunDiscarded']);

/** The end of a run as the log has it. */
export interface RunEnd {
  readonly run: string;
  readonly succeeded: boolean;
  /** Milliseconds of this process's monotonic clock at which its last record was delivered. */
  readonly at: number;
  /** Position token of that record. */
  readonly position: string;
}

/** Which runs have started and ended, and when a reader of the log heard of it. */
export class RunWatch {
  private readonly startedAt = new Map<string, number>();
  private readonly ends = new Map<string, RunEnd>();
  /** Attempts that were reported to run. */
  running = 0;

  constructor(private readonly onEnd: (end: RunEnd) => void = () => undefined) {}

  get started(): number {
    return this.startedAt.size;
  }

  get ended(): number {
    return this.ends.size;
  }

  /** Of the runs that have ended, those that did not succeed. */
  get failed(): number {
    return [...this.ends.values()].filter(({ succeeded }) => !succeeded).length;
  }

  note({ partition, offset, at, judged }: Seen): void {
    if (judged.verdict !== 'record') return;
    const { aggs, events, logId } = judged.record;
    for (const { type, a = 0 } of events) {
      const run = aggs[a]?.id;
      if (run === undefined) continue;
      if (type === 'RunStarted') this.startedAt.set(run, at);
      else if (type === 'AttemptRunning') this.running += 1;
      else if (ENDS.has(type)) {
        const position = formatPosition({ kind: 'record', logId, partition, offset });
        const end = { run, succeeded: type === 'RunSucceeded', at, position };
        this.ends.set(run, end);
        this.onEnd(end);
      }
    }
  }

  /** Milliseconds between the deliveries of a run's first and last record; waits for the latter, for 60 s at most. */
  async durationOf(run: string): Promise<number> {
    await until(`run ${run} has ended`, () => this.ends.has(run), 60_000);
    return (this.ends.get(run)?.at ?? NaN) - (this.startedAt.get(run) ?? NaN);
  }
}
