import { rawSpawn } from '../benchmarks/raw-spawn.js';
import { rawTrue } from '../benchmarks/raw-true.js';
import { register } from '../register.js';
import { chainSteps } from './chain-steps.js';
import { fanOut } from './fan-out.js';
import { handOver } from './hand-over.js';
import { idle } from './idle.js';
import { noopRuns } from './noop-runs.js';
import { noopTasks } from './noop-tasks.js';
import { projectionLag } from './projection-lag.js';
import { rawKafka } from './raw-kafka.js';
import { rebuild } from './rebuild.js';
import { shellTasks } from './shell-tasks.js';
import { takeOver } from './take-over.js';

/** The benchmarks of a cluster, in the order in which they run: limits before what is compared with them. */
export const clusterBenchmarks = register(
  rawKafka,
  rawTrue,
  rawSpawn,
  shellTasks,
  chainSteps,
  fanOut,
  noopTasks,
  rebuild,
  noopRuns,
  projectionLag,
  takeOver,
  handOver,
  idle,
);
