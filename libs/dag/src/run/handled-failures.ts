import type { RunState } from './state.js';
import { taskAt } from './state.js';

/**
 * Handled failures (workflow-format §4): a failed or killed task run all of whose direct successors are `conditions`
 * tasks that ran. There must be at least one; upstream-failed is never handled.
 */
export function isHandled(run: RunState, index: number): boolean {
  return everyConditions(run, index, (state) => state === 'succeeded');
}

/** Handled, or still to be: none of its `conditions` has ended without running. */
export function mayBeHandled(run: RunState, index: number): boolean {
  return everyConditions(
    run,
    index,
    (state) => state === 'succeeded' || state === 'waiting' || state === 'delayed' || state === 'queued',
  );
}

/** Name of the first task whose failure nobody handled. */
export function unhandledFailure(run: RunState): string | undefined {
  const index = run.failures.find((failure) => !isHandled(run, failure));
  return index === undefined ? undefined : taskAt(run, index).node.name;
}

function everyConditions(run: RunState, index: number, holds: (state: string) => boolean): boolean {
  const { node, task } = taskAt(run, index);
  if (task.state === 'upstream-failed' || node.successors.length === 0) return false;
  return node.successors.every((successor) => {
    const next = taskAt(run, successor);
    return next.node.definition.type === 'conditions' && holds(next.task.state);
  });
}
