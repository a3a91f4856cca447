import { effectiveNeeds } from './effective-needs.js';
import { orderOfNeeds } from './needs-order.js';
import type { TaskDefinition, WorkflowDefinition } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';

/** One task of the effective graph. Indices point into `WorkflowGraph.tasks`. */
export interface GraphTask {
  readonly index: number;
  readonly name: string;
  readonly definition: TaskDefinition;
  readonly needs: readonly number[];
  readonly successors: readonly number[];
  /** Decided by the master itself: no worker, no slot, no attempt. */
  readonly logic: boolean;
  /** Longest distance from a root, 0 for roots. */
  readonly level: number;
}

/**
 * The effective graph of a definition: disabled tasks are replaced, transitively, by their needs (workflow-format §3,
 * `enabled`). Built once for each definition and shared by all its runs.
 */
export interface WorkflowGraph {
  readonly hash: string;
  readonly definition: WorkflowDefinition;
  readonly tasks: readonly GraphTask[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly roots: readonly number[];
}

/** Precondition: the definition is valid (no cycle, no missing need). Throws on a cycle all the same. */
export function buildGraph(definition: WorkflowDefinition, hash: string): WorkflowGraph {
  const names = Object.keys(definition.tasks);
  const written = new Map(names.map((name) => [name, taskOf(definition, name).needs]));
  const order = orderOfNeeds(written);
  if (order.length !== names.length) throw new Error(`The definition of ${definition.name} has a cycle.`);
  const isEnabled = (name: string): boolean => taskOf(definition, name).enabled;
  const needs = effectiveNeeds(written, order, isEnabled);
  const enabled = names.filter(isEnabled);
  const indexOf = new Map(enabled.map((name, index) => [name, index]));
  const indexed = enabled.map((name) => (needs?.get(name) ?? []).map((need) => indexOf.get(need) ?? -1));
  const successors = successorsOf(indexed);
  const levels = levelsOf(order, indexOf, indexed);
  const tasks = enabled.map((name, index): GraphTask => {
    const task = taskOf(definition, name);
    return {
      index,
      name,
      definition: task,
      needs: indexed[index] ?? [],
      successors: successors[index] ?? [],
      logic: LOGIC_TASK_TYPES.has(task.type),
      level: levels[index] ?? 0,
    };
  });
  const roots = tasks.filter((task) => task.needs.length === 0).map((task) => task.index);
  return { hash, definition, tasks, indexOf, roots };
}

/** Indices of all tasks that must settle before this one, nearest first. */
export function ancestorsOf(graph: WorkflowGraph, index: number): readonly number[] {
  const seen = new Set<number>();
  const queue = [...(graph.tasks[index]?.needs ?? [])];
  for (const next of queue) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(graph.tasks[next]?.needs ?? []));
  }
  return [...seen];
}

/** Indices of tasks whose needs are all in `settled` and that are not in it themselves. */
export function readySet(graph: WorkflowGraph, settled: ReadonlySet<number>): readonly number[] {
  return graph.tasks
    .filter((task) => !settled.has(task.index) && task.needs.every((need) => settled.has(need)))
    .map((task) => task.index);
}

function taskOf(definition: WorkflowDefinition, name: string): TaskDefinition {
  const task = Object.hasOwn(definition.tasks, name) ? definition.tasks[name] : undefined;
  if (!task) throw new Error(`The definition of ${definition.name} names no task '${name}'.`);
  return task;
}

function successorsOf(needs: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const successors: number[][] = needs.map(() => []);
  needs.forEach((list, index) => {
    for (const need of list) successors[need]?.push(index);
  });
  return successors;
}

function levelsOf(
  order: readonly string[],
  indexOf: ReadonlyMap<string, number>,
  needs: readonly (readonly number[])[],
): readonly number[] {
  const levels: number[] = needs.map(() => 0);
  for (const name of order) {
    const index = indexOf.get(name);
    if (index === undefined) continue;
    for (const need of needs[index] ?? []) {
      levels[index] = Math.max(levels[index] ?? 0, (levels[need] ?? 0) + 1);
    }
  }
  return levels;
}
