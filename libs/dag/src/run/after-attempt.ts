import type { RetryCause } from '../definition/workflow-definition.js';
import type { CurrentAttempt } from './current-attempt.js';
import type { RunEvent } from './events/index.js';
import { taskHeld } from './events/task-held.js';
import { taskKilled } from './events/task-killed.js';
import { taskQueued } from './events/task-queued.js';
import { taskRetrying } from './events/task-retrying.js';
import { failTask } from './fail-task.js';
import { retryDelay } from './retry-delay.js';

/** Lost attempts have a bound of their own, whatever `retry.max` says (I18). */
export const MAX_LOST_ATTEMPTS = 50;

export interface AttemptError {
  readonly code: string;
  readonly message: string;
  /** False: it would fail again the same way. */
  readonly retryable: boolean;
}

/** What becomes of a task run whose attempt failed or timed out: another attempt, or its final failure. */
export function afterFailure(
  { run, node, task }: CurrentAttempt,
  cause: RetryCause,
  error: AttemptError,
  now: number,
  leastDelay = 0,
): readonly RunEvent[] {
  const { retry } = node.definition;
  const mayRetry = error.retryable && retry.on.includes(cause) && task.retries < retry.max;
  if (!mayRetry || endsNow({ run, node, task })) return [failTask(node, error.code, error.message)];
  const backoff = retryDelay(retry, task.retries + 1, `${run.id}/${node.name}/${task.attempt}`);
  const delay = Math.max(backoff, leastDelay);
  return again(node.name, task.attempt, { cause, counts: true, delay, now });
}

/** What becomes of a task run whose worker is gone. `proven`: the worker's processes are known to be dead. */
export function afterLoss(current: CurrentAttempt, proven: boolean, now: number): readonly RunEvent[] {
  const { run, node, task } = current;
  if (run.phase === 'stopping' || endsNow(current)) return [taskKilled({ task: node.name })];
  const { onWorkerLost, onWorkerLostGraceMs, retry } = node.definition;
  if (onWorkerLost === 'hold') return [hold(current)];
  if (onWorkerLost === 'fail') return [failLost(current)];
  const delay = onWorkerLost === 'rerun' || proven ? 0 : onWorkerLostGraceMs;
  if (retry.on.includes('lost')) {
    const error = { code: 'WORKER_LOST', message: 'The worker was lost.', retryable: true };
    return afterFailure(current, 'lost', error, now, delay);
  }
  if (task.lost + 1 >= MAX_LOST_ATTEMPTS) {
    return [failTask(node, 'WORKER_LOST', `${MAX_LOST_ATTEMPTS} attempts were lost with their workers.`)];
  }
  return again(node.name, task.attempt, { cause: 'lost', counts: false, delay, now });
}

function failLost({ node, task }: CurrentAttempt): RunEvent {
  const code = node.definition.delivery === 'at-most-once' ? 'UNKNOWN' : 'WORKER_LOST';
  return failTask(node, code, `The worker ${task.worker?.worker ?? ''} was lost while it had the attempt.`);
}

/** Nobody can decide about a task of a run that ends early, so there it counts as killed. */
function hold({ run, node }: CurrentAttempt): RunEvent {
  if (run.phase === 'failing') return taskKilled({ task: node.name });
  return taskHeld({ task: node.name, reason: 'its worker was lost' });
}

/** While the run is ending early only clean-up is tried again. */
function endsNow({ run, node }: CurrentAttempt): boolean {
  if (run.phase === 'stopping') return true;
  return run.phase === 'failing' && node.definition.runIf !== 'always';
}

interface Again {
  readonly cause: RetryCause;
  readonly counts: boolean;
  readonly delay: number;
  readonly now: number;
}

function again(task: string, attempt: number, { cause, counts, delay, now }: Again): readonly RunEvent[] {
  const retrying = taskRetrying({ task, dueAt: now + delay, cause, counts });
  return delay > 0 ? [retrying] : [retrying, taskQueued({ task, attempt: attempt + 1 })];
}
