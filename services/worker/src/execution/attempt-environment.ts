import type { TaskDispatch } from '@millrace/events';
import { attemptTrace } from './attempt-trace.js';

/** What a script may have of the worker's own environment, and nothing else (workflow-format §7). */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'] as const;

/** Rounds are far apart in the fencing token, so that it grows over attempts and rounds. */
const ROUND_STEP = 2 ** 20;

/** The last moment that a date can name, epoch milliseconds: what ends later has no deadline to speak of. */
const LAST_DATE = 8.64e15;

export interface EnvironmentFiles {
  /** File that the script writes its outputs to. */
  readonly output: string;
  /** JSON file with the inputs of the dispatch. */
  readonly inputs: string;
}

/** Same over all attempts of a task in one round of a run. */
export function idempotencyKey({ run, task }: TaskDispatch): string {
  return `${run.id}/${run.round}/${task}`;
}

/** The whole environment of a script. `deadline`: epoch milliseconds at which its time-out ends it. */
export function attemptEnvironment(
  dispatch: TaskDispatch,
  own: Readonly<NodeJS.ProcessEnv>,
  files: EnvironmentFiles,
  deadline: number | undefined,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = own[name];
    if (value !== undefined) env[name] = value;
  }
  const { run, task, attempt } = dispatch;
  return Object.assign(env, {
    MILLRACE_RUN_ID: run.id,
    MILLRACE_PROJECT: run.project,
    MILLRACE_WORKFLOW: run.workflow,
    MILLRACE_TASK: task,
    MILLRACE_ATTEMPT: String(attempt),
    MILLRACE_LOGICAL_DATE: new Date(run.logicalDate[0]).toISOString(),
    MILLRACE_DEADLINE: deadline === undefined || deadline > LAST_DATE ? '' : new Date(deadline).toISOString(),
    MILLRACE_IDEMPOTENCY_KEY: idempotencyKey(dispatch),
    MILLRACE_FENCING_TOKEN: String(run.round * ROUND_STEP + attempt),
    MILLRACE_OUTPUT: files.output,
    MILLRACE_INPUTS: files.inputs,
    traceparent: attemptTrace(dispatch),
  });
}
