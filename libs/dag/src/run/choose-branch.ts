import type { GraphTask } from '../definition/graph.js';
import { conditionsSettings, switchSettings } from './branches.js';
import type { Branch } from './events/branch-chosen.js';
import { branchChosen } from './events/branch-chosen.js';
import type { RunEvent } from './events/index.js';
import { failTask } from './fail-task.js';
import { evaluateCondition } from './run-scope.js';
import type { RunState } from './state.js';

/** Runs a logic task: first case that is true, else `else`, else none of the named (workflow-format §4). */
export function chooseBranch(run: RunState, node: GraphTask): RunEvent {
  const branch = node.definition.type === 'conditions' ? judgeConditions(run, node) : judgeSwitch(run, node);
  if (typeof branch === 'object') return failTask(node, 'EXPRESSION_ERROR', branch.message);
  return branchChosen({ task: node.name, branch });
}

interface Failure {
  readonly message: string;
}

function judgeSwitch(run: RunState, node: GraphTask): Branch | Failure {
  const settings = switchSettings(node);
  for (const [index, entry] of settings.cases.entries()) {
    const result = evaluateCondition(run, entry.if);
    if (!result.ok) return { message: `cases[${index}].if: ${result.message}` };
    if (result.value) return index;
  }
  return settings.else.length > 0 ? 'else' : 'none';
}

function judgeConditions(run: RunState, node: GraphTask): Branch | Failure {
  const result = evaluateCondition(run, conditionsSettings(node).when);
  if (!result.ok) return { message: `when: ${result.message}` };
  return result.value ? 'success' : 'failure';
}
