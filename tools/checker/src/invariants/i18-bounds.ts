import type { RetryPolicy } from '@millrace/dag';
import type { Invariant } from '../invariant.js';
import type { SeenTaskEvent } from '../seen.js';
import { onEvents, onTaskEvents } from '../seen.js';

/** Attempts that may be lost with their workers, whatever the policy. */
const MAX_LOST = 50;

/** Timers of a worker round to milliseconds, and its clock may be adjusted while an attempt runs. */
const TOLERANCE_MS = 20;

/** Retries, delays and time-outs are as the definition says, and never early. */
export const bounds: Invariant = {
  name: 'I18',
  promise:
    'Attempts are at most retries + 1 (lost ones apart); back-off, delay and time-out are never shorter than configured.',
  watch: ({ violated }) => {
    const early = (seen: SeenTaskEvent, what: string, dueAt: number): void => {
      if (dueAt > seen.at) violated(seen.where, `${what} ${dueAt - seen.at} ms before it is due.`);
    };
    const onTask = onTaskEvents({
      TaskDelayed: ({ node, at, where }, { dueAt }) => {
        const { delayMs } = node.definition;
        if (dueAt - at < delayMs)
          violated(where, `The delay is ${dueAt - at} ms, configured are ${delayMs}.`);
      },
      TaskQueued: (seen) => early(seen, 'It is queued', seen.task.dueAt),
      TaskRetrying: ({ node, task, at, where }, { dueAt, counts }) => {
        const { retry } = node.definition;
        if (counts && task.retries >= retry.max)
          violated(where, `Retry ${task.retries + 1}, configured are ${retry.max}.`);
        if (!counts && task.lost + 1 >= MAX_LOST)
          violated(where, `${task.lost + 1} attempts are lost, allowed are ${MAX_LOST - 1}.`);
        const least = counts ? leastDelay(retry, task.retries + 1) : 0;
        if (dueAt - at < least)
          violated(where, `The back-off is ${dueAt - at} ms, configured are at least ${least}.`);
      },
      AttemptTimedOut: (seen) => {
        const { timeoutMs = 0 } = seen.node.definition;
        early(seen, 'It times out', seen.task.dispatchedAt + timeoutMs - TOLERANCE_MS);
      },
      AttemptOverdue: (seen) => {
        const { timeoutMs = 0 } = seen.node.definition;
        early(seen, 'It is overdue', seen.task.runningAt + timeoutMs);
      },
    });
    const onRun = onEvents({
      RunFailureDeclared: ({ run, at, where }, { because }) => {
        if (because !== 'timed-out') return;
        if (run.timeoutAt === undefined) violated(where, 'The run times out, but has no time-out that runs.');
        else if (at < run.timeoutAt)
          violated(where, `The run times out ${run.timeoutAt - at} ms before it is due.`);
      },
    });
    return {
      event: (seen) => {
        onTask(seen);
        onRun(seen);
      },
    };
  },
};

/** The shortest wait that jitter may leave before the nth retry. */
function leastDelay({ delayMs, backoff, maxDelayMs, jitter }: RetryPolicy, retry: number): number {
  const growth = { constant: 1, linear: retry, exponential: 2 ** Math.min(retry - 1, 50) }[backoff];
  return Math.floor(Math.min(delayMs * growth, maxDelayMs) * (1 - jitter));
}
