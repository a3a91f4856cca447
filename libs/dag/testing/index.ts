export { given, givenNoRun, later, stateAfter } from './given.js';
export type { Later, Past } from './given.js';
export { RunChecker } from './run-checker.js';
export { RunDriver, runToEnd } from './run-driver.js';
export type { Behaviour, Ending, Outcomes } from './run-driver.js';
export { RunEngine, START_OF_TIME } from './run-engine.js';
export type { HistoryEntry } from './run-engine.js';
export {
  RUN_ID,
  WORKER,
  accepted,
  dispatch,
  due,
  failed,
  killed,
  lost,
  runTimeout,
  running,
  start,
  succeeded,
  timedOut,
} from './short-commands.js';
export type { LateCommand } from './short-commands.js';
export { conditionsTask, graphOf, switchTask, workflow } from './workflow-builder.js';
export type { TaskInit, TasksInit, WorkflowInit } from './workflow-builder.js';
