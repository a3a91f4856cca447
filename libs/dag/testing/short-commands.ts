import type { WorkflowDefinition } from '../src/definition/workflow-definition.js';
import { dispatchTask } from '../src/run/commands/dispatch-task.js';
import { fireTimer } from '../src/run/commands/fire-timer.js';
import type { RunCommand } from '../src/run/commands/index.js';
import { reportAttemptAccepted } from '../src/run/commands/report-attempt-accepted.js';
import { reportAttemptFailed } from '../src/run/commands/report-attempt-failed.js';
import { reportAttemptKilled } from '../src/run/commands/report-attempt-killed.js';
import { reportAttemptLost } from '../src/run/commands/report-attempt-lost.js';
import { reportAttemptRunning } from '../src/run/commands/report-attempt-running.js';
import { reportAttemptSucceeded } from '../src/run/commands/report-attempt-succeeded.js';
import { reportAttemptTimedOut } from '../src/run/commands/report-attempt-timed-out.js';
import { startRun } from '../src/run/commands/start-run.js';
import type { CommandOf } from '../src/run/define-command.js';
import { RUN_TIMEOUT } from '../src/run/effects.js';
import type { RunState } from '../src/run/state.js';
import { taskOf } from '../src/run/state.js';

/** The worker process that the short commands speak of. */
export const WORKER = { worker: 'w1', incarnation: 'w1-1' } as const;
export const RUN_ID = 'run-1';

/** A command that needs the run to be written down: timers are named by index. */
export type LateCommand = (run: RunState) => RunCommand;

interface Ref {
  readonly attempt?: number;
  readonly incarnation?: string;
}

type DataOf<T extends RunCommand['type']> =
  Extract<RunCommand, CommandOf<T, unknown>> extends CommandOf<T, infer D>
    ? Partial<Omit<D, 'task' | 'attempt'>>
    : never;

export const start = (definition: WorkflowDefinition, data: DataOf<'StartRun'> = {}): RunCommand =>
  startRun({ run: RUN_ID, project: definition.project, workflow: definition.name, trigger: 'test', ...data });

/** The dispatcher has a slot for attempt `attempt` (1). */
export const dispatch = (
  task: string,
  attempt = 1,
  worker: { worker: string; incarnation: string } = WORKER,
): RunCommand => dispatchTask({ task, attempt, ...worker });

export const accepted = (task: string, ref: Ref = {}): RunCommand => reportAttemptAccepted(refOf(task, ref));

export const running = (task: string, ref: Ref = {}): RunCommand => reportAttemptRunning(refOf(task, ref));

export const succeeded = (task: string, data: Ref & DataOf<'ReportAttemptSucceeded'> = {}): RunCommand =>
  reportAttemptSucceeded({ ...data, ...refOf(task, data) });

export const failed = (task: string, data: Ref & DataOf<'ReportAttemptFailed'> = {}): RunCommand =>
  reportAttemptFailed({
    code: 'EXIT_CODE',
    message: 'It ended with exit code 1.',
    retryable: true,
    ...data,
    ...refOf(task, data),
  });

export const timedOut = (task: string, data: Ref & DataOf<'ReportAttemptTimedOut'> = {}): RunCommand =>
  reportAttemptTimedOut({ ...data, ...refOf(task, data) });

export const killed = (task: string, data: Ref & DataOf<'ReportAttemptKilled'> = {}): RunCommand =>
  reportAttemptKilled({ ...data, ...refOf(task, data) });

export const lost = (task: string, data: Ref & DataOf<'ReportAttemptLost'> = {}): RunCommand =>
  reportAttemptLost({ reason: 'worker-lost', proven: false, ...data, ...refOf(task, data) });

/** The timer of this task is due. */
export const due =
  (task: string): LateCommand =>
  (run) =>
    fireTimer({ task: taskOf(run, task).node.index });

/** The time-out of the run is due. */
export const runTimeout = (): RunCommand => fireTimer({ task: RUN_TIMEOUT });

function refOf(task: string, { attempt = 1, incarnation = WORKER.incarnation }: Ref) {
  return { task, attempt, incarnation };
}
