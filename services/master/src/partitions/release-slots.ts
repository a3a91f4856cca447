import type { RunEvent, RunState } from '@millrace/dag';
import { taskOf } from '@millrace/dag';
import type { Dispatcher } from '../dispatch/dispatcher.js';

/** Events after which no worker has the attempt. */
export const ATTEMPT_ENDS: ReadonlySet<string> = new Set([
  'AttemptSucceeded',
  'AttemptFailed',
  'AttemptTimedOut',
  'AttemptKilled',
  'AttemptLost',
  'AttemptOutcomeUnknown',
]);

/** Frees the slots of the attempts that ended with these events. */
export function releaseSlots(run: RunState, events: readonly RunEvent[], dispatcher: Dispatcher): void {
  for (const event of events) {
    if (!ATTEMPT_ENDS.has(event.type) || !('task' in event.data) || event.data.task === undefined) continue;
    const { node, task } = taskOf(run, event.data.task);
    if (task.worker) dispatcher.release(node, task.worker.incarnation);
  }
}
