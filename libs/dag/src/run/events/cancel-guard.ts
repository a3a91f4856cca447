import type { Effect } from '../effects.js';
import type { RunState } from '../state.js';
import { taskOf } from '../state.js';

/** The attempt has ended: its overdue guard, if the task has a time-out, is no longer wanted. */
export function cancelGuard(run: RunState, data: { readonly task: string }): readonly Effect[] {
  const { node } = taskOf(run, data.task);
  return node.definition.timeoutMs === undefined ? [] : [{ effect: 'CancelTimer', task: node.index }];
}
