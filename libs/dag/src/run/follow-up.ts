import type { GraphTask } from '../definition/graph.js';
import { chooseBranch } from './choose-branch.js';
import type { CommandMeta } from './define-command.js';
import type { RunEvent } from './events/index.js';
import { runFailed } from './events/run-failed.js';
import { runFailureDeclared } from './events/run-failure-declared.js';
import { runPaused } from './events/run-paused.js';
import { runStopped } from './events/run-stopped.js';
import { runSucceeded } from './events/run-succeeded.js';
import { taskDelayed } from './events/task-delayed.js';
import { taskKilled } from './events/task-killed.js';
import { taskQueued } from './events/task-queued.js';
import { taskSkipped } from './events/task-skipped.js';
import { taskUpstreamFailed } from './events/task-upstream-failed.js';
import { failTask } from './fail-task.js';
import { mayBeHandled, unhandledFailure } from './handled-failures.js';
import { isRunEnded } from './lifecycle.js';
import { evaluateCondition } from './run-scope.js';
import { isPausing, verdictOf } from './settle.js';
import type { RunState } from './state.js';
import { taskAt } from './state.js';

/**
 * The next event that follows by itself from the state, or undefined when nothing does. The caller evolves it and
 * asks again; where it must stop in between (L44) the state holds all that is needed to go on.
 */
export function followUp(run: RunState, meta: CommandMeta): RunEvent | undefined {
  if (isRunEnded(run.phase)) return undefined;
  return declareFailure(run) ?? sweepNext(run) ?? judgeNext(run, meta) ?? finish(run, meta);
}

/** Failure strategy `end`: the first failure that can no longer be handled moves the run to failing. */
function declareFailure(run: RunState): RunEvent | undefined {
  if (run.graph.definition.failureStrategy !== 'end') return undefined;
  if (run.phase === 'failing' || run.phase === 'stopping') return undefined;
  const index = run.failures.find((failure) => !mayBeHandled(run, failure));
  if (index === undefined) return undefined;
  return runFailureDeclared({ because: 'task-failed', task: taskAt(run, index).node.name });
}

/** Ending early: what no worker has ends as skipped; `always` tasks are left alone while the run is failing. */
function sweepNext(run: RunState): RunEvent | undefined {
  if (run.phase !== 'failing' && run.phase !== 'stopping') return undefined;
  for (let index = run.sweep; index < run.tasks.length; index += 1) {
    const { node, task } = taskAt(run, index);
    if (task.state === 'held') return taskKilled({ task: node.name });
    if (run.phase === 'failing' && node.definition.runIf === 'always') continue;
    if (UNDISPATCHED.has(task.state)) return taskSkipped({ task: node.name, reason: 'run-ending' });
  }
  return undefined;
}

const UNDISPATCHED: ReadonlySet<string> = new Set(['waiting', 'delayed', 'gated', 'queued', 'retrying']);

function judgeNext(run: RunState, meta: CommandMeta): RunEvent | undefined {
  const index = run.candidates[run.judged];
  if (index === undefined) return undefined;
  const { node, task } = taskAt(run, index);
  if (task.state === 'queued') return chooseBranch(run, node);
  const verdict = verdictOf(run, index);
  if (verdict === 'upstream-failed') return taskUpstreamFailed({ task: node.name });
  if (verdict !== 'run') {
    const allSkipped = task.skippedNeeds === node.needs.length;
    return taskSkipped({ task: node.name, reason: allSkipped ? 'needs-skipped' : 'rule-not-met' });
  }
  return judgeIf(run, node) ?? begin(run, node, meta);
}

function judgeIf(run: RunState, node: GraphTask): RunEvent | undefined {
  if (node.definition.if === undefined) return undefined;
  const result = evaluateCondition(run, node.definition.if);
  if (!result.ok) return failTask(node, 'EXPRESSION_ERROR', `if: ${result.message}`);
  return result.value ? undefined : taskSkipped({ task: node.name, reason: 'if-false' });
}

function begin(run: RunState, node: GraphTask, meta: CommandMeta): RunEvent {
  const { delayMs } = node.definition;
  if (delayMs > 0) return taskDelayed({ task: node.name, dueAt: meta.now + delayMs });
  if (!node.logic) return taskQueued({ task: node.name, attempt: 1 });
  return isPausing(run) ? taskQueued({ task: node.name, attempt: 0 }) : chooseBranch(run, node);
}

function finish(run: RunState, meta: CommandMeta): RunEvent | undefined {
  if (run.open > 0) return run.phase === 'pausing' && run.active === 0 ? pause(run, meta) : undefined;
  if (run.phase === 'stopping') return runStopped({});
  const failure = unhandledFailure(run);
  if (run.phase === 'failing') return runFailed({ because: run.endingBecause ?? failure ?? 'timed-out' });
  return failure === undefined ? runSucceeded({}) : runFailed({ because: failure });
}

function pause(run: RunState, meta: CommandMeta): RunEvent {
  if (run.timeoutIn === 0) return runPaused({});
  return runPaused({ timeoutLeftMs: Math.max(1, run.startedAt + run.timeoutIn - meta.now) });
}
