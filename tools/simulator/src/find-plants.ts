import type { Plant } from './changes/plant.js';
import { ITSELF_FAILED } from './order.js';
import { runMany } from './run-many.js';
import type { Simulated } from './simulate.js';

/** Simulated hours of a search: short ones begin more often. */
const HOURS = 0.3;

export interface Search {
  readonly plant: string;
  /** The seed that found it; undefined: none did in time. */
  readonly seed: number | undefined;
  readonly seconds: number;
  /** What was seen of it. */
  readonly problem: string;
}

export interface SearchInit {
  readonly plant: Plant;
  /** The first seed. */
  readonly seed: number;
  readonly limitMs: number;
  /** Simulations at once. */
  readonly jobs: number;
}

/** Simulates seeds until one finds the bug, or the time is over. Throws where the bug has no place in the code any more. */
export async function findPlant({ plant: { name }, seed, limitMs, jobs }: SearchInit): Promise<Search> {
  const since = performance.now();
  const passed = (): number => performance.now() - since;
  const ending = new AbortController();
  const found: Simulated[] = [];
  let made = 0;
  await runMany({
    jobs,
    signal: ending.signal,
    next: () => {
      if (found.length > 0 || passed() >= limitMs) return undefined;
      made += 1;
      return { seed: seed + made - 1, hours: HOURS, plant: name };
    },
    onDone: (done) => {
      if (ending.signal.aborted || done.problems.length === 0) return;
      found.push(done);
      ending.abort();
    },
  });
  const [first] = found;
  const problem = first?.problems[0] ?? '';
  // A simulation that broke has found nothing.
  if (problem.startsWith(ITSELF_FAILED)) throw new Error(problem);
  return { plant: name, seed: first?.seed, seconds: passed() / 1000, problem };
}
