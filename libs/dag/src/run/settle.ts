import { judgeRule } from '../definition/trigger-rule.js';
import type { TaskRunState } from './lifecycle.js';
import type { RunState, TaskRun } from './state.js';
import { taskAt } from './state.js';

/** How an ended task counts for its successors (workflow-format §4). */
type NeedKind = 'succeeded' | 'failed' | 'skipped';

/** Ends a task run and tells its successors. `cut`: successors that see it as skipped because their branch was not chosen. */
export function endTask(run: RunState, index: number, state: TaskRunState, cut?: ReadonlySet<number>): void {
  const { node, task } = taskAt(run, index);
  task.state = state;
  task.dueIn = 0;
  run.open -= 1;
  const kind = needKind(task);
  if (kind === 'failed') run.failures.push(index);
  for (const successor of node.successors) settleNeed(run, successor, cut?.has(successor) ? 'skipped' : kind);
  dropJudged(run);
}

/** The attempt is no longer with a worker. */
export function releaseAttempt(run: RunState, task: TaskRun): void {
  run.active -= 1;
  task.dueIn = 0;
  task.overdue = false;
}

/** Moves the cursor over candidates that have been judged. Called by every event that moves a task on. */
export function dropJudged(run: RunState): void {
  while (run.judged < run.candidates.length && !isCandidate(run, run.candidates[run.judged] ?? -1))
    run.judged += 1;
  if (run.judged === run.candidates.length && run.judged > 0) {
    run.candidates = [];
    run.judged = 0;
  }
}

/** Judged now: a waiting task, or a logic task that a pause kept queued. */
export function isCandidate(run: RunState, index: number): boolean {
  const { node, task } = taskAt(run, index);
  return task.state === 'waiting' || (node.logic && task.state === 'queued' && !isPausing(run));
}

export function isPausing(run: RunState): boolean {
  return run.phase === 'pausing' || run.phase === 'paused';
}

export function verdictOf(run: RunState, index: number): ReturnType<typeof judgeRule> {
  const { node, task } = taskAt(run, index);
  return judgeRule(node.definition.runIf, {
    total: node.needs.length,
    succeeded: task.succeededNeeds,
    failed: task.failedNeeds,
    skipped: task.skippedNeeds,
  });
}

function needKind(task: TaskRun): NeedKind {
  if (task.state === 'succeeded' || task.allowed) return 'succeeded';
  return task.state === 'skipped' ? 'skipped' : 'failed';
}

function settleNeed(run: RunState, index: number, kind: NeedKind): void {
  const { task } = taskAt(run, index);
  if (kind === 'succeeded') task.succeededNeeds += 1;
  else if (kind === 'failed') task.failedNeeds += 1;
  else task.skippedNeeds += 1;
  if (task.state === 'waiting' && verdictOf(run, index) !== 'wait') run.candidates.push(index);
}
