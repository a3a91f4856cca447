import { execFile } from 'node:child_process';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './mutants/mutant.js';
import { ROOT } from './repository.js';
import type { Simulated } from './simulate.js';

const ONE = join(ROOT, 'tools/simulator/dist/one.js');
/** A simulation that has not ended after so long never will, milliseconds. */
const PATIENCE_MS = 60 * 60_000;
/** What a problem begins with that is one of the simulator. */
export const ITSELF_FAILED = 'The simulation itself failed:';

/**
 * Many run at once: what collects the garbage of one beside it takes the time of another. A long world in which nothing
 * gets done may hold many gigabytes.
 */
const NODE = [
  '--single-threaded-gc',
  '--max-semi-space-size=64',
  `--max-old-space-size=${Math.floor(totalmem() / 2 / 1024 ** 2)}`,
];

const MOST_OUTPUT = 64 * 1024 * 1024;

/** What one simulation is to be. */
export interface Order {
  readonly seed: number;
  /** Simulated hours in which things go wrong. */
  readonly hours: number;
  /** Name of a bug that is put into the product. */
  readonly plant?: string;
  /** A slip that stands in the product. */
  readonly mutant?: Mutant;
  /** Everything that happens is told on standard error. */
  readonly told?: boolean;
}

/**
 * Simulates in a process of its own, because a simulation takes the place of its surroundings. A process that dies or
 * prints nothing is a problem like others.
 */
export function simulateApart(order: Order, signal?: AbortSignal): Promise<Simulated> {
  return new Promise((resolve) => {
    const options = { timeout: PATIENCE_MS, maxBuffer: MOST_OUTPUT, signal };
    const child = execFile(
      process.execPath,
      [...NODE, ONE, JSON.stringify(order)],
      options,
      (error, stdout, stderr) => {
        if (!error) return resolve(JSON.parse(stdout) as Simulated);
        resolve({
          ...NOTHING,
          seed: order.seed,
          problems: [`${ITSELF_FAILED} ${error.message} ${stderr}`],
        });
      },
    );
    if (order.told) child.stderr?.pipe(process.stderr);
  });
}

const NOTHING = { hours: 0, trace: '', happened: 0, tuned: [], commands: 0, scripts: 0, struck: {} };
