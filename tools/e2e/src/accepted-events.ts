import type { LogSource } from '@millrace/checker';
import type { CommandRecord } from '@millrace/events';
import { Fold } from '@millrace/events';

/** An event as both ways to run it must tell it. */
export interface AcceptedEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What a log has accepted and rejected. */
export interface Decisions {
  /** Events by run, in the order of the log. */
  readonly runs: ReadonlyMap<string, readonly AcceptedEvent[]>;
  /** Commands that were rejected and why, in the order of their text: partitions have no order among each other. */
  readonly rejected: readonly string[];
}

/** Ids, times, and who did it: all that differs from one execution to the next. */
const OWN = new Set(['run', 'worker', 'incarnation', 'dueAt', 'logicalDate', 'startedAt', 'at']);

/** Reads a log through the fold. `folder`: its name is left out of all texts. */
export async function decisionsOf(source: LogSource, folder: string): Promise<Decisions> {
  const folds = new Map<number, Fold>();
  const runs = new Map<string, AcceptedEvent[]>();
  const rejected: string[] = [];
  for await (const { partition, offset, text } of source.records()) {
    const fold = folds.get(partition) ?? new Fold();
    folds.set(partition, fold);
    const judged = fold.accept(offset, text);
    if (judged.verdict !== 'record') continue;
    const { outcome, cause } = judged.record;
    if (outcome?.accepted === false) rejected.push(`${cause.type} ${outcome.code}`);
    takeEvents(judged.record, folder, runs);
  }
  return { runs, rejected: rejected.toSorted() };
}

function takeEvents(
  { aggs, events }: CommandRecord,
  folder: string,
  runs: Map<string, AcceptedEvent[]>,
): void {
  for (const { a = 0, type, data } of events) {
    const run = aggs[a]?.id;
    if (run === undefined) continue;
    const all = runs.get(run) ?? [];
    runs.set(run, all);
    all.push({ type, data: shared(data, folder) });
  }
}

/** The part of the data that no two executions may tell differently. */
function shared(data: unknown, folder: string): unknown {
  const text = JSON.stringify(data, (key, value: unknown) => (OWN.has(key) ? undefined : value));
  return JSON.parse(text.replaceAll(folder, '')) as unknown;
}
