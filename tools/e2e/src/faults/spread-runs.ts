import type { ServiceHandle } from '../cluster/service-handle.js';
import type { FaultWorld } from './fault-world.js';
import { runsOn } from './placed-runs.js';

/** Two thirds of all slots: what is tried again finds one. */
const MOST_ROUNDS = 10;

export interface SpreadRuns<Kind extends string> {
  /** Runs of each workflow, all of which run. */
  readonly runs: Record<Kind, readonly string[]>;
  /** Each has one of each kind at the least. */
  readonly workers: readonly ServiceHandle[];
}

/** Starts runs of these workflows, whose tasks last, until so many workers have one of each. */
export async function spreadRuns<Kind extends string>(
  world: FaultWorld,
  kinds: readonly [Kind, ...Kind[]],
  workers: number,
): Promise<SpreadRuns<Kind>> {
  const runs: Record<string, readonly string[]> = {};
  const hasEachKind = (worker: string): boolean =>
    kinds.every((kind) => runsOn(world.log, worker, runs[kind] ?? []).length > 0);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    // In another order each time: else workers that take turns would have one kind each.
    for (let kind = 0; kind < kinds.length; kind += 1) {
      const name = kinds[(round + kind) % kinds.length] ?? kinds[0];
      const started = await world.startRuns(name, 1);
      for (const run of started) await world.log.untilEvent(run, 'AttemptRunning');
      runs[name] = [...(runs[name] ?? []), ...started];
    }
    const full = world.cluster.workers.filter(({ name }) => hasEachKind(name));
    if (full.length >= workers) return { runs: runs, workers: full };
  }
  throw new Error('The runs are not spread over the workers.');
}
