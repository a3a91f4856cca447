import type { GraphTask, WorkflowGraph } from '../definition/graph.js';
import type { ConditionsSettings, JsonValue, SwitchSettings } from '../definition/workflow-definition.js';
import type { Branch } from './events/branch-chosen.js';

/** Settings of a `switch` task; the validator has checked their shape. */
export function switchSettings(node: GraphTask): SwitchSettings {
  const { cases, else: otherwise } = node.definition.settings;
  return {
    cases: list(cases).map((entry) => {
      const { if: condition, then } = entry as { readonly if: string; readonly then: JsonValue };
      return { if: condition, then: names(then) };
    }),
    else: names(otherwise),
  };
}

/** Settings of a `conditions` task; the validator has checked their shape. */
export function conditionsSettings(node: GraphTask): ConditionsSettings {
  const { when, success, failure } = node.definition.settings;
  return { when: typeof when === 'string' ? when : '', success: names(success), failure: names(failure) };
}

/** Direct successors that the task names in some branch, but not in this one (workflow-format §4, Branches). */
export function unchosenSuccessors(
  graph: WorkflowGraph,
  node: GraphTask,
  branch: Branch,
): ReadonlySet<number> {
  const branches = branchesOf(node);
  const chosen = new Set(branches.get(branch) ?? []);
  const cut = new Set<number>();
  for (const named of branches.values()) {
    for (const name of named) {
      const index = graph.indexOf.get(name);
      if (index !== undefined && !chosen.has(name)) cut.add(index);
    }
  }
  return cut;
}

function branchesOf(node: GraphTask): ReadonlyMap<Branch, readonly string[]> {
  if (node.definition.type === 'conditions') {
    const { success, failure } = conditionsSettings(node);
    return new Map<Branch, readonly string[]>([
      ['success', success],
      ['failure', failure],
    ]);
  }
  const { cases, else: otherwise } = switchSettings(node);
  const branches = new Map<Branch, readonly string[]>(cases.map((entry, index) => [index, entry.then]));
  return branches.set('else', otherwise);
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function names(value: JsonValue | undefined): readonly string[] {
  return list(value).map(String);
}
