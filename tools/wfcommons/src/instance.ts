/** One task of an instance: who stands before it, and how long it took when the workflow was traced. */
export interface InstanceTask {
  readonly id: string;
  /** Ids, each once, in the order of the file. */
  readonly parents: readonly string[];
  /** Seconds, 0 where the trace has none. */
  readonly runtime: number;
}

/** A traced workflow in WfFormat 1.5, reduced to its graph and its runtimes. */
export interface Instance {
  readonly name: string;
  readonly tasks: readonly InstanceTask[];
}

/** The file is no instance; the message says what is missing and where. */
export class InstanceError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

/** Reads the text of an instance. An edge counts when either of its ends names it. Throws InstanceError. */
export function readInstance(text: string): Instance {
  const root = fieldsOf(parse(text), 'the file');
  const workflow = fieldsOf(root['workflow'], 'workflow');
  const specification = fieldsOf(workflow['specification'], 'workflow.specification');
  const entries = listOf(specification['tasks'], 'workflow.specification.tasks');
  const runtimes = runtimesOf(workflow['execution']);
  const parents = parentsOf(entries);
  const tasks = [...parents].map(([id, before]) => ({
    id,
    parents: [...before],
    runtime: runtimes.get(id) ?? 0,
  }));
  const { name } = root;
  return { name: typeof name === 'string' ? name : 'workflow', tasks };
}

function parentsOf(entries: readonly unknown[]): ReadonlyMap<string, ReadonlySet<string>> {
  const tasks = entries.map((entry, index) => fieldsOf(entry, `workflow.specification.tasks[${index}]`));
  const parents = new Map<string, Set<string>>();
  for (const task of tasks) {
    const id = idOf(task);
    if (parents.has(id)) throw new InstanceError(`Two tasks have the id '${id}'.`);
    parents.set(id, new Set());
  }
  const link = (parent: string, child: string): void => {
    const before = parents.get(child);
    if (!before || !parents.has(parent)) {
      throw new InstanceError(
        `The edge from '${parent}' to '${child}' names a task that the file does not have.`,
      );
    }
    before.add(parent);
  };
  for (const task of tasks) {
    for (const parent of textsOf(task['parents'])) link(parent, idOf(task));
    for (const child of textsOf(task['children'])) link(idOf(task), child);
  }
  return parents;
}

function runtimesOf(execution: unknown): ReadonlyMap<string, number> {
  const runtimes = new Map<string, number>();
  if (execution === undefined) return runtimes;
  const entries = listOf(fieldsOf(execution, 'workflow.execution')['tasks'], 'workflow.execution.tasks');
  for (const [index, entry] of entries.entries()) {
    const task = fieldsOf(entry, `workflow.execution.tasks[${index}]`);
    const runtime = task['runtimeInSeconds'];
    if (typeof runtime === 'number' && runtime >= 0) runtimes.set(idOf(task), runtime);
  }
  return runtimes;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InstanceError(`The file is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function idOf(task: Fields): string {
  const { id } = task;
  if (typeof id !== 'string' || id === '') throw new InstanceError('A task has no id.');
  return id;
}

function fieldsOf(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new InstanceError(`Expected an object at ${where}: is this a WfFormat 1.5 file?`);
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InstanceError(`Expected a list at ${where}: is this a WfFormat 1.5 file?`);
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
