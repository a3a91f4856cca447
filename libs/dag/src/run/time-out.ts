import { afterFailure } from './after-attempt.js';
import type { CurrentAttempt } from './current-attempt.js';
import type { RunEvent } from './events/index.js';
import { attemptTimedOut } from './events/attempt-timed-out.js';
import type { AttemptEnd } from './task-fields.js';
import { endOf } from './task-fields.js';

interface TimedOut extends AttemptEnd {
  readonly attempt: number;
  readonly logTail?: string | undefined;
}

/** The attempt ended at its time-out. */
export function timeOut(current: CurrentAttempt, report: TimedOut, now: number): readonly RunEvent[] {
  const { node } = current;
  const message = `The attempt ran longer than its time-out of ${(node.definition.timeoutMs ?? 0) / 1000} s.`;
  const event = attemptTimedOut({
    task: node.name,
    attempt: report.attempt,
    code: 'TIMED_OUT',
    message,
    ...endOf(report),
    ...(report.logTail === undefined ? {} : { logTail: report.logTail }),
  });
  return [event, ...afterFailure(current, 'timed-out', { code: 'TIMED_OUT', message, retryable: true }, now)];
}
