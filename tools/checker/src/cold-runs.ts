import type { RunEvent, RunState } from '@millrace/dag';
import { events, evolve } from '@millrace/dag';
import type { RecordedEvent } from '@millrace/events';
import { Fold } from '@millrace/events';
import type { LogSource } from './sources/log-source.js';

/** A run as its events alone make it. */
export interface ColdRun {
  readonly id: string;
  readonly state: string;
  readonly round: number;
  /** States of the task runs by task. */
  readonly tasks: Readonly<Record<string, string>>;
}

/**
 * Folds a log from nothing, without snapshots or a read model, and gives every run of it as the fold leaves it, by id.
 * Keeps all runs in memory: for logs of tests. Throws where the log cannot be folded.
 */
export async function coldRuns(source: LogSource): Promise<ReadonlyMap<string, ColdRun>> {
  const folds = new Map<number, Fold>();
  const runs = new Map<string, RunState>();
  for await (const { partition, offset, text } of source.records()) {
    const fold = folds.get(partition) ?? new Fold();
    folds.set(partition, fold);
    const judged = fold.accept(offset, text);
    if (judged.verdict !== 'record') continue;
    const { record } = judged;
    for (const event of record.events) {
      const id = record.aggs[event.a ?? 0]?.id;
      if (id !== undefined && isRunEvent(event))
        runs.set(id, evolve(runs.get(id), event, record.now, source.graph));
    }
  }
  return new Map([...runs].map(([id, run]) => [id, shown(run)]));
}

function isRunEvent(event: RecordedEvent): event is RecordedEvent & RunEvent {
  return events.has(event.type);
}

function shown({ id, phase, round, graph, tasks }: RunState): ColdRun {
  const states = graph.tasks.map(({ name, index }): [string, string] => [
    name,
    tasks[index]?.state ?? 'waiting',
  ]);
  return { id, state: phase, round, tasks: Object.fromEntries(states) };
}
