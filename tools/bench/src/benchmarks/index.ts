import { checkLargeLog } from '../checker/check-log.js';
import { register } from '../register.js';
import { chainSteps } from './chain-steps.js';
import { fanOut } from './fan-out.js';
import { foldEvents } from './fold-events.js';
import { heapPerRun } from './heap-per-run.js';
import { idle } from './idle.js';
import { noopRuns } from './noop-runs.js';
import { noopTasks } from './noop-tasks.js';
import { rawSpawn } from './raw-spawn.js';
import { rawSqliteCommit } from './raw-sqlite-commit.js';
import { rawTrue } from './raw-true.js';
import { shellTasks } from './shell-tasks.js';

/** All benchmarks, in the order in which they run: limits before what is compared with them. */
export const benchmarks = register(
  rawSqliteCommit,
  rawTrue,
  rawSpawn,
  shellTasks,
  chainSteps,
  fanOut,
  noopTasks,
  foldEvents,
  noopRuns,
  heapPerRun,
  checkLargeLog,
  idle,
);
