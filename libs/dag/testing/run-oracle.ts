import type { GraphTask } from '../src/definition/graph.js';
import type { JsonValue, TriggerRule } from '../src/definition/workflow-definition.js';
import type { Branch } from '../src/run/events/branch-chosen.js';
import { isTaskRunEnded } from '../src/run/lifecycle.js';
import type { RunState } from '../src/run/state.js';
import { taskAt } from '../src/run/state.js';

/**
 * Workflow-format §4 once more, written from the text and from the states of the needs alone, without the counters that
 * the run keeps: what the run decides is compared with it.
 */
export type NeedOutcome = 'open' | 'succeeded' | 'failed' | 'skipped';

export interface Verdicts {
  readonly runs: boolean;
  readonly skips: boolean;
  readonly fails: boolean;
}

/** What may become of a task now. `branches`: what logic tasks have chosen, by name. */
export function mayBecome(run: RunState, node: GraphTask, branches: ReadonlyMap<string, Branch>): Verdicts {
  const needs = node.needs.map((need) => outcomeOf(run, taskAt(run, need).node, node.name, branches));
  if (needs.length === 0) return { runs: true, skips: false, fails: false };
  const any = (outcome: NeedOutcome): boolean => needs.includes(outcome);
  const all = (outcome: NeedOutcome): boolean => needs.every((need) => need === outcome);
  const settled = !any('open');
  const runs = RUNS[node.definition.runIf]({ any, all, settled });
  if (!settled || runs) return { runs, skips: false, fails: false };
  const fails = FAILS[node.definition.runIf]({ any, all, settled });
  return { runs, skips: !fails, fails };
}

interface Needs {
  readonly any: (outcome: NeedOutcome) => boolean;
  readonly all: (outcome: NeedOutcome) => boolean;
  readonly settled: boolean;
}

/** Column "runs when". */
const RUNS: Readonly<Record<TriggerRule, (needs: Needs) => boolean>> = {
  'all-success': ({ any, settled }) => settled && !any('failed') && any('succeeded'),
  'none-failed': ({ any, settled }) => settled && !any('failed'),
  'all-done': ({ settled }) => settled,
  'one-success': ({ any }) => any('succeeded'),
  'one-failed': ({ any }) => any('failed'),
  'all-failed': ({ all }) => all('failed'),
  always: ({ settled }) => settled,
};

/** Column "otherwise": upstream-failed; else skipped. */
const FAILS: Readonly<Record<TriggerRule, (needs: Needs) => boolean>> = {
  'all-success': ({ any }) => any('failed'),
  'none-failed': ({ any }) => any('failed'),
  'all-done': () => false,
  'one-success': ({ all }) => !all('skipped'),
  'one-failed': () => false,
  'all-failed': () => false,
  always: () => false,
};

function outcomeOf(
  run: RunState,
  need: GraphTask,
  successor: string,
  branches: ReadonlyMap<string, Branch>,
): NeedOutcome {
  const { task } = taskAt(run, need.index);
  if (!isTaskRunEnded(task.state)) return 'open';
  if (task.state === 'skipped') return 'skipped';
  if (task.state !== 'succeeded' && !task.allowed) return 'failed';
  return need.logic && !isChosen(need, successor, branches.get(need.name)) ? 'skipped' : 'succeeded';
}

function isChosen(node: GraphTask, successor: string, branch: Branch | undefined): boolean {
  const lists = listsOf(node);
  if (![...lists.values()].some((list) => list.includes(successor))) return true;
  return branch !== undefined && (lists.get(branch) ?? []).includes(successor);
}

/** The named successors of a logic task by branch. */
export function listsOf(node: GraphTask): ReadonlyMap<Branch, readonly JsonValue[]> {
  const { cases, else: otherwise, success, failure } = node.definition.settings;
  const lists = new Map<Branch, readonly JsonValue[]>();
  listOf(cases).forEach((one, index) => {
    const then = one !== null && typeof one === 'object' && 'then' in one ? one.then : undefined;
    lists.set(index, listOf(then));
  });
  return lists.set('else', listOf(otherwise)).set('success', listOf(success)).set('failure', listOf(failure));
}

/** Workflow-format §4, "Handled failures". */
export function isHandledFailure(run: RunState, node: GraphTask): boolean {
  const { state } = taskAt(run, node.index).task;
  if (state !== 'failed' && state !== 'killed') return false;
  const successors = node.successors.map((index) => taskAt(run, index));
  return (
    successors.length > 0 &&
    successors.every((next) => next.node.definition.type === 'conditions' && next.task.state === 'succeeded')
  );
}

/** A failure that makes the run fail. */
export function hasUnhandledFailure(run: RunState): boolean {
  return run.graph.tasks.some((node) => {
    const { task } = taskAt(run, node.index);
    const failed = task.state === 'failed' || task.state === 'killed' || task.state === 'upstream-failed';
    return failed && !task.allowed && !isHandledFailure(run, node);
  });
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
