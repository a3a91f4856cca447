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
  const order = topologicalOrder(definition);
  const needs = effectiveNeeds(definition, order);
  const enabled = Object.keys(definition.tasks).filter((name) => taskOf(definition, name).enabled);
  const indexOf = new Map(enabled.map((name, index) => [name, index]));
  const indexed = enabled.map((name) => (needs.get(name) ?? []).map((need) => indexOf.get(need) ?? -1));
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

function topologicalOrder(definition: WorkflowDefinition): readonly string[] {
  const names = Object.keys(definition.tasks);
  const left = new Map(names.map((name) => [name, taskOf(definition, name).needs.length]));
  const dependants = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const name of names) {
    for (const need of taskOf(definition, name).needs) dependants.get(need)?.push(name);
  }
  const order = names.filter((name) => left.get(name) === 0);
  for (const name of order) {
    for (const dependant of dependants.get(name) ?? []) {
      const count = (left.get(dependant) ?? 0) - 1;
      left.set(dependant, count);
      if (count === 0) order.push(dependant);
    }
  }
  if (order.length !== names.length) throw new Error(`The definition of ${definition.name} has a cycle.`);
  return order;
}

function effectiveNeeds(
  definition: WorkflowDefinition,
  order: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const effective = new Map<string, readonly string[]>();
  for (const name of order) {
    const needs = taskOf(definition, name).needs.flatMap((need) =>
      taskOf(definition, need).enabled ? [need] : (effective.get(need) ?? []),
    );
    effective.set(name, [...new Set(needs)]);
  }
  return effective;
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
