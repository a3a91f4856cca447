import type { Judged } from '@millrace/events';
import { Fold } from '@millrace/events';
import type { KafkaSettings } from '@millrace/events/kafka';
import { KafkaEventLog } from '@millrace/events/kafka';
import { until } from './until.js';

/** A record of `workflow-events`, as the fold judged it. */
export interface Entry {
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds of this process's monotonic clock at which it was delivered. */
  readonly at: number;
  /** Epoch milliseconds of the log. */
  readonly time: number;
  readonly verdict: Judged['verdict'];
  readonly kind: 'created' | 'claim' | 'record';
  readonly epoch: number;
  /** Of a claim: who made it. */
  readonly owner?: string;
  /** Of a decision: the run that it is about, and its events. */
  readonly run?: string;
  readonly events: readonly { readonly type: string; readonly data: unknown }[];
}

const RUN_ENDS: Readonly<Record<string, string>> = {
  RunSucceeded: 'succeeded',
  RunFailed: 'failed',
  RunStopped: 'stopped',
};

/** What is done with the records of a log that grows for hours. */
export interface LogWatchOptions {
  /** Whether all of them are kept; default true. Without them only runs, owners and `hears` know what was there. */
  readonly keeps?: boolean;
  /** Gets each of them. */
  readonly hears?: (entry: Entry) => void;
}

/** Follows the whole log of a cluster, from its first record on. */
export class LogWatch {
  readonly entries: Entry[] = [];
  /** State of each run by its id: `running`, or as it ended. */
  readonly runs = new Map<string, string>();
  /** By partition: the last valid claim. */
  readonly owners = new Map<number, { readonly owner: string; readonly epoch: number }>();

  private constructor(
    private readonly log: KafkaEventLog,
    private readonly options: LogWatchOptions,
  ) {
    for (let partition = 0; partition < log.partitions.P; partition += 1) {
      const fold = new Fold();
      log.follow('workflow-events', partition, 0, (records) => {
        for (const { offset, time, value } of records)
          this.note({ partition, offset, time }, fold.accept(offset, value));
      });
    }
  }

  static async open(settings: KafkaSettings, options: LogWatchOptions = {}): Promise<LogWatch> {
    return new LogWatch(await KafkaEventLog.open(settings, () => undefined), options);
  }

  /** For what stands in other topics. */
  get topics(): KafkaEventLog {
    return this.log;
  }

  close(): Promise<void> {
    return this.log.close();
  }

  partitionsOf(owner: string): readonly number[] {
    return [...this.owners].filter(([, one]) => one.owner === owner).map(([partition]) => partition);
  }

  /** Waits for a record, of all from the first on or of those after `from`. */
  untilEntry(
    what: string,
    is: (entry: Entry) => boolean,
    { withinMs = 60_000, from = 0 }: { readonly withinMs?: number; readonly from?: number } = {},
  ): Promise<Entry> {
    let looked = from;
    const look = (): Entry | undefined => {
      for (; looked < this.entries.length; looked += 1) {
        const entry = this.entries[looked];
        if (entry && is(entry)) return entry;
      }
      return undefined;
    };
    return until(what, look, withinMs);
  }

  /** Waits for an event of a run, or of a task of it: `AttemptRunning`, `TaskHeld`. */
  untilEvent(run: string, type: string, withinMs = 60_000): Promise<Entry> {
    const is = (entry: Entry): boolean => entry.run === run && entry.events.some((one) => one.type === type);
    return this.untilEntry(`${type} of run ${run}`, is, { withinMs });
  }

  /** Waits until all of these have ended. */
  async untilEnded(runs: readonly string[], withinMs = 60_000): Promise<void> {
    const open = (): readonly string[] =>
      runs.filter((run) => (this.runs.get(run) ?? 'running') === 'running');
    try {
      await until('the end of all runs', () => open().length === 0, withinMs);
    } catch {
      const left = open();
      throw new Error(
        `After ${withinMs} ms ${left.length} of ${runs.length} runs go on, such as ${left[0]}.`,
      );
    }
  }

  /** Events of the log of this type, those of void records left out. */
  eventsOf(type: string): readonly { readonly entry: Entry; readonly data: unknown }[] {
    return this.entries
      .filter(({ verdict }) => verdict === 'record')
      .flatMap((entry) =>
        entry.events.filter((one) => one.type === type).map(({ data }) => ({ entry, data })),
      );
  }

  private note(place: Pick<Entry, 'partition' | 'offset' | 'time'>, { verdict, record }: Judged): void {
    const base = { ...place, at: performance.now(), verdict, kind: record.kind };
    if (record.kind === 'created') return this.take({ ...base, epoch: 0, events: [] });
    const { epoch } = record;
    if (record.kind === 'claim') {
      const { owner } = record;
      if (verdict === 'claim') this.owners.set(place.partition, { owner, epoch });
      return this.take({ ...base, epoch, owner, events: [] });
    }
    const run = record.aggs[0]?.id;
    const events = record.events.map(({ type, data }) => ({ type, data }));
    this.take({ ...base, epoch, events, ...(run === undefined ? {} : { run }) });
    if (verdict === 'record' && run !== undefined) for (const { type } of events) this.noteRun(run, type);
  }

  private take(entry: Entry): void {
    if (this.options.keeps !== false) this.entries.push(entry);
    this.options.hears?.(entry);
  }

  private noteRun(run: string, type: string): void {
    if (type === 'RunStarted') this.runs.set(run, 'running');
    const end = RUN_ENDS[type];
    if (end !== undefined) this.runs.set(run, end);
  }
}
