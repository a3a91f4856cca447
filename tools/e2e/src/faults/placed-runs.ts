import { until } from './until.js';
import type { Entry, LogWatch } from './log-watch.js';

interface Dispatched {
  readonly worker: string;
  readonly incarnation: string;
  readonly attempt: number;
}

/** Where the attempts of a run went, in order; each workflow here has one task. */
export function placesOf(log: LogWatch, run: string): readonly Dispatched[] {
  return log
    .eventsOf('TaskDispatched')
    .filter(({ entry }) => entry.run === run)
    .map(({ data }) => data as Dispatched);
}

/** Those of these runs whose first attempt is on that worker. */
export function runsOn(log: LogWatch, worker: string, runs: readonly string[]): readonly string[] {
  return runs.filter((run) => placesOf(log, run)[0]?.worker === worker);
}

interface Lost {
  readonly worker: string;
  readonly incarnation: string;
}

/** Waits for the event that frees what that worker had. */
export async function untilLost(log: LogWatch, worker: string, withinMs: number): Promise<Entry> {
  return until(
    `WorkerLost of ${worker}`,
    () => log.eventsOf('WorkerLost').find(({ data }) => (data as Lost).worker === worker)?.entry,
    withinMs,
  );
}
