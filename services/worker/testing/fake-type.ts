import type { TaskDefinition, WorkflowGraph } from '@millrace/dag';
import type { TaskInit } from '@millrace/dag/testing';
import { graphOf, workflow } from '@millrace/dag/testing';
import type { TaskContext, TaskExecutor, TaskType } from '@millrace/tasks';
import { z } from 'zod';
import type { TaskPlan } from '../src/execution/task-plan.js';
import { planOf } from '../src/execution/task-plan.js';

/** Takes any keys, so that a test need not say which. */
const anySettings = z.looseObject({});

/** A task type that does what a test says; by default it starts no processes. */
export function fakeType(executor: TaskExecutor, init: Partial<TaskType> = {}): TaskType {
  return {
    type: 'fake',
    summary: 'Does what a test says.',
    settings: anySettings,
    codeKeys: [],
    spawns: false,
    executor: async () => executor,
    ...init,
  };
}

/** A definition with one task `a` of the type. */
export function taskOf(
  type: TaskType,
  init: TaskInit = {},
): { readonly graph: WorkflowGraph; readonly definition: TaskDefinition } {
  const graph = graphOf(workflow({ a: { type: type.type, ...init } }));
  const definition = graph.definition.tasks['a'];
  if (!definition) throw new Error('The definition has no task a.');
  return { graph, definition };
}

/** The plan of a task `a` of the type. */
export function planFor(type: TaskType, init: TaskInit = {}): TaskPlan {
  const { graph, definition } = taskOf(type, init);
  return planOf(graph, definition, 'a', type);
}

interface HeldExecutor {
  readonly executor: TaskExecutor;
  /** Resolves when the attempt is under way. */
  readonly started: Promise<TaskContext>;
  readonly end: (result: Awaited<ReturnType<TaskExecutor>>) => void;
}

/** An executor that is under way until the test says how it ends, whatever its signal says. */
export function heldExecutor(): HeldExecutor {
  const started = Promise.withResolvers<TaskContext>();
  const ended = Promise.withResolvers<Awaited<ReturnType<TaskExecutor>>>();
  return {
    executor: (context) => {
      started.resolve(context);
      return ended.promise;
    },
    started: started.promise,
    end: ended.resolve,
  };
}
