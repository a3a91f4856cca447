import type { EventDefinition, EventOf } from '../define-event.js';
import { register } from '../register.js';
import { attemptAccepted } from './attempt-accepted.js';
import { attemptFailed } from './attempt-failed.js';
import { attemptKilled } from './attempt-killed.js';
import { attemptLost } from './attempt-lost.js';
import { attemptOutcomeUnknown } from './attempt-outcome-unknown.js';
import { attemptOverdue } from './attempt-overdue.js';
import { attemptRunning } from './attempt-running.js';
import { attemptSucceeded } from './attempt-succeeded.js';
import { attemptTimedOut } from './attempt-timed-out.js';
import { branchChosen } from './branch-chosen.js';
import { runFailed } from './run-failed.js';
import { runFailureDeclared } from './run-failure-declared.js';
import { runPauseRequested } from './run-pause-requested.js';
import { runPaused } from './run-paused.js';
import { runResumed } from './run-resumed.js';
import { runStarted } from './run-started.js';
import { runStopRequested } from './run-stop-requested.js';
import { runStopped } from './run-stopped.js';
import { runSucceeded } from './run-succeeded.js';
import { taskDelayed } from './task-delayed.js';
import { taskDispatched } from './task-dispatched.js';
import { taskFailed } from './task-failed.js';
import { taskHeld } from './task-held.js';
import { taskKilled } from './task-killed.js';
import { taskQueued } from './task-queued.js';
import { taskRetrying } from './task-retrying.js';
import { taskSkipped } from './task-skipped.js';
import { taskUpstreamFailed } from './task-upstream-failed.js';

const definitions = [
  runStarted,
  runPauseRequested,
  runPaused,
  runResumed,
  runFailureDeclared,
  runStopRequested,
  runSucceeded,
  runFailed,
  runStopped,
  taskDelayed,
  taskQueued,
  taskDispatched,
  taskRetrying,
  taskHeld,
  taskFailed,
  taskKilled,
  taskSkipped,
  taskUpstreamFailed,
  branchChosen,
  attemptAccepted,
  attemptRunning,
  attemptSucceeded,
  attemptFailed,
  attemptTimedOut,
  attemptKilled,
  attemptLost,
  attemptOutcomeUnknown,
  attemptOverdue,
] as const;

type DataOf<D> = D extends EventDefinition<infer T, infer P> ? EventOf<T, P> : never;
/** Any event of a run. */
export type RunEvent = DataOf<(typeof definitions)[number]>;
/** All events of runs by type. A released version is frozen; a new need is a new version and an upcast. */
export const events = register(...definitions);
