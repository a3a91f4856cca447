import type { GraphTask } from '../definition/graph.js';
import type { JsonValue } from '../definition/workflow-definition.js';
import { compileTemplate, hasTemplate } from '../expressions/compile-template.js';
import type { Reference } from '../expressions/references.js';
import type { RunState, TaskRun } from './state.js';
import { taskOf } from './state.js';

/** Encoded inputs of a dispatch are at most this long (workflow-format §7). */
export const MAX_INPUT_BYTES = 512 * 1024;

/** What a worker gets to evaluate the expressions of one task: just what the definition refers to. */
export interface DispatchInputs {
  /** Encoded values, by parameter. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** By task. */
  readonly tasks: Readonly<Record<string, InputTask>>;
}

export interface InputTask {
  /** Encoded values: those outputs that are referred to. */
  readonly outputs: Readonly<Record<string, JsonValue>>;
  readonly state: string;
  readonly attempt: number;
}

const NONE: DispatchInputs = { params: {}, tasks: {} };

/** The inputs of a task's dispatch as the run stands now. */
export function dispatchInputs(run: RunState, node: GraphTask): DispatchInputs {
  const references = referencesOf(node);
  if (references.length === 0) return NONE;
  const params: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  const tasks: Record<string, InputTask> = Object.create(null) as Record<string, InputTask>;
  for (const { root, path } of references) {
    const [name] = path;
    if (name === undefined) continue;
    if (root === 'params') params[name] = run.start.params[name] ?? null;
    if (root === 'tasks') tasks[name] = inputTask(taskOf(run, name).task, path, tasks[name]);
  }
  return { params, tasks };
}

/** What a reference `tasks.<name>.<field>.<key>` adds to what is given of that task. */
function inputTask(
  task: TaskRun,
  [, field, key]: readonly string[],
  given: InputTask | undefined,
): InputTask {
  const { state, attempt } = task;
  const outputs = { ...given?.outputs };
  if (field !== 'outputs') return { outputs, state, attempt };
  if (key === undefined) return { outputs: { ...task.outputs }, state, attempt };
  const value = task.outputs?.[key];
  return { outputs: value === undefined ? outputs : { ...outputs, [key]: value }, state, attempt };
}

/** True when the inputs exceed `MAX_INPUT_BYTES`; costs nothing for tasks that refer to no task. */
export function inputsTooLarge(run: RunState, node: GraphTask): boolean {
  if (!referencesOf(node).some(({ root }) => root === 'tasks' || root === 'params')) return false;
  return JSON.stringify(dispatchInputs(run, node)).length > MAX_INPUT_BYTES;
}

const cache = new WeakMap<GraphTask, readonly Reference[]>();

function referencesOf(node: GraphTask): readonly Reference[] {
  let references = cache.get(node);
  if (!references) {
    references = templatesIn({ ...node.definition.env, '': node.definition.settings }).flatMap(
      (text) => compileTemplate(text).references,
    );
    cache.set(node, references);
  }
  return references;
}

function templatesIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return hasTemplate(value) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((entry: JsonValue) => templatesIn(entry));
}
