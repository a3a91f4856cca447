import { definitionHash } from '../src/definition/definition-hash.js';
import type { WorkflowGraph } from '../src/definition/graph.js';
import { buildGraph } from '../src/definition/graph.js';
import type {
  JsonValue,
  RetryPolicy,
  SwitchCase,
  TaskDefinition,
  WorkflowDefinition,
} from '../src/definition/workflow-definition.js';

/** What a test says of a task; the rest is filled in with the defaults of workflow-format §3. */
export type TaskInit = Partial<Omit<TaskDefinition, 'retry'>> & { readonly retry?: Partial<RetryPolicy> };

/** Tasks by name; a list stands for a task of which only the needs matter. */
export type TasksInit = Readonly<Record<string, TaskInit | readonly string[]>>;

export type WorkflowInit = Partial<Omit<WorkflowDefinition, 'tasks'>>;

/**
 * A workflow in few words: `workflow({ a: [], b: ['a'] }, { failureStrategy: 'end' })`. Tasks are `noop` unless they
 * say otherwise. Throws where a need or a branch names no task, or the needs form a cycle.
 */
export function workflow(tasks: TasksInit, settings: WorkflowInit = {}): WorkflowDefinition {
  const definition: WorkflowDefinition = {
    apiVersion: 'v1',
    kind: 'Workflow',
    name: 'sample',
    project: 'tests',
    labels: {},
    params: {},
    priority: 'medium',
    timezone: 'UTC',
    failureStrategy: 'continue',
    extensions: {},
    ...settings,
    tasks: Object.fromEntries(Object.entries(tasks).map(([name, init]) => [name, fill(init)])),
  };
  for (const [name, task] of Object.entries(definition.tasks)) checkNames(definition, name, task.needs);
  graphOf(definition);
  return definition;
}

/** A `switch` task. */
export function switchTask(
  needs: readonly string[],
  cases: readonly SwitchCase[],
  otherwise: readonly string[] = [],
  init: TaskInit = {},
): TaskInit {
  const settings: Record<string, JsonValue> = {
    cases: cases.map((entry) => ({ if: entry.if, then: entry.then })),
    else: otherwise,
  };
  return { ...init, type: 'switch', needs, settings };
}

interface ConditionsInit extends TaskInit {
  readonly when: string;
  readonly success?: readonly string[];
  readonly failure?: readonly string[];
}

/** A `conditions` task. */
export function conditionsTask(
  needs: readonly string[],
  { when, success = [], failure = [], ...init }: ConditionsInit,
): TaskInit {
  return { ...init, type: 'conditions', needs, runIf: 'all-done', settings: { when, success, failure } };
}

/** The effective graph under the hash of the definition. */
export function graphOf(definition: WorkflowDefinition): WorkflowGraph {
  return buildGraph(definition, definitionHash(definition));
}

function fill(init: TaskInit | readonly string[]): TaskDefinition {
  const given: TaskInit = isList(init) ? { needs: init } : init;
  const delivery = given.delivery ?? 'at-least-once';
  return {
    type: 'noop',
    needs: [],
    runIf: 'all-success',
    enabled: true,
    allowFailure: false,
    delayMs: 0,
    priority: 'medium',
    workerGroup: 'default',
    env: {},
    delivery,
    onWorkerLost: delivery === 'at-most-once' ? 'hold' : 'rerun-after-grace',
    onWorkerLostGraceMs: 30_000,
    settings: {},
    ...given,
    retry: {
      max: 0,
      delayMs: 10_000,
      backoff: 'constant',
      maxDelayMs: 3_600_000,
      jitter: 0,
      on: ['failed', 'timed-out'],
      ...given.retry,
    },
  };
}

function isList(init: TaskInit | readonly string[]): init is readonly string[] {
  return Array.isArray(init);
}

function checkNames(definition: WorkflowDefinition, name: string, named: readonly string[]): void {
  for (const need of named) {
    if (!definition.tasks[need]) throw new Error(`The task '${name}' names '${need}', which is no task.`);
  }
}
