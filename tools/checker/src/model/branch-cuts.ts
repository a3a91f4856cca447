import type { GraphTask, JsonValue, WorkflowGraph } from '@millrace/dag';

/** Number of the case that was true, or the word for the list that was taken. */
export type TakenBranch = number | 'else' | 'none' | 'success' | 'failure';

/** Successors that a logic task names somewhere, but not in the branch that was taken (workflow-format §4). */
export function cutSuccessors(
  graph: WorkflowGraph,
  node: GraphTask,
  branch: TakenBranch,
): ReadonlySet<number> {
  const { cases, else: otherwise, success, failure } = node.definition.settings;
  const lists: readonly (readonly [TakenBranch, readonly string[]])[] = [
    ...listOf(cases).map((entry, index) => [index, namesOf(thenOf(entry))] as const),
    ['else', namesOf(otherwise)],
    ['success', namesOf(success)],
    ['failure', namesOf(failure)],
  ];
  const taken = new Set(lists.filter(([name]) => name === branch).flatMap(([, names]) => names));
  const cut = new Set<number>();
  for (const name of lists.flatMap(([, names]) => names)) {
    const index = graph.indexOf.get(name);
    if (index !== undefined && !taken.has(name)) cut.add(index);
  }
  return cut;
}

function thenOf(entry: JsonValue): JsonValue | undefined {
  const isObject = typeof entry === 'object' && entry !== null && 'then' in entry;
  return isObject ? entry['then'] : undefined;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isList(value) ? value : [];
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function namesOf(value: JsonValue | undefined): readonly string[] {
  return listOf(value).map(String);
}
