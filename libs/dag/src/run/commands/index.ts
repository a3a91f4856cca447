import type { CommandDefinition, CommandOf } from '../define-command.js';
import { register } from '../register.js';
import { continueRun } from './continue-run.js';
import { dispatchTask } from './dispatch-task.js';
import { failRun } from './fail-run.js';
import { fireTimer } from './fire-timer.js';
import { pauseRun } from './pause-run.js';
import { reportAttemptAccepted } from './report-attempt-accepted.js';
import { reportAttemptFailed } from './report-attempt-failed.js';
import { reportAttemptKilled } from './report-attempt-killed.js';
import { reportAttemptLost } from './report-attempt-lost.js';
import { reportAttemptRunning } from './report-attempt-running.js';
import { reportAttemptSucceeded } from './report-attempt-succeeded.js';
import { reportAttemptTimedOut } from './report-attempt-timed-out.js';
import { resumeRun } from './resume-run.js';
import { startRun } from './start-run.js';
import { stopRun } from './stop-run.js';

const definitions = [
  startRun,
  stopRun,
  pauseRun,
  resumeRun,
  reportAttemptAccepted,
  reportAttemptRunning,
  reportAttemptSucceeded,
  reportAttemptFailed,
  reportAttemptTimedOut,
  reportAttemptKilled,
  reportAttemptLost,
  dispatchTask,
  fireTimer,
  continueRun,
  failRun,
] as const;

type CommandFrom<D> = D extends CommandDefinition<infer T, infer P> ? CommandOf<T, P> : never;
/** Any command to a run. */
export type RunCommand = CommandFrom<(typeof definitions)[number]>;
/** All commands to runs by type. */
export const commands = register(...definitions);
/** Commands that people and other systems may send; the others come from workers or from the owner itself. */
export const PUBLIC_COMMANDS: ReadonlySet<string> = new Set(
  [startRun, stopRun, pauseRun, resumeRun].map((command) => command.type),
);
