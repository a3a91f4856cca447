import type {
  DispatchInputs,
  JsonValue,
  Scope,
  TaskDefinition,
  Template,
  Value,
  WorkflowGraph,
} from '@millrace/dag';
import { compileTemplate, decodeAll, formatValue, hasTemplate, makeScope } from '@millrace/dag';
import type { RunOfDispatch } from '@millrace/events';
import type { TaskType } from '@millrace/tasks';

/** A setting after evaluation: JSON where nothing was to evaluate, values where it was. */
export type Setting = JsonValue | Value;

/** A task made ready to be evaluated: templates compiled once, constants kept as they are. */
export interface TaskPlan {
  readonly definition: TaskDefinition;
  readonly type: TaskType;
  /** Throws when an expression fails or gives what the task type does not take. */
  settings(scope: () => Scope): Readonly<Record<string, unknown>>;
  /** Environment variables; those that are null are left out. */
  env(scope: () => Scope): Readonly<Record<string, string>>;
}

type Evaluate = (scope: () => Scope) => Setting;

const plans = new WeakMap<WorkflowGraph, Map<string, TaskPlan>>();

/** The plan of a task, made once for each definition. */
export function planOf(
  graph: WorkflowGraph,
  definition: TaskDefinition,
  name: string,
  type: TaskType,
): TaskPlan {
  let byName = plans.get(graph);
  if (!byName) plans.set(graph, (byName = new Map<string, TaskPlan>()));
  let plan = byName.get(name);
  if (!plan) byName.set(name, (plan = makePlan(definition, type)));
  return plan;
}

/** What the expressions of a dispatched task see. */
export function scopeOfDispatch(run: RunOfDispatch, inputs: DispatchInputs): Scope {
  const [epochMs, zone] = run.logicalDate;
  const tasks = Object.entries(inputs.tasks).map(
    ([name, task]) => [name, { ...task, outputs: decodeAll(task.outputs) }] as const,
  );
  return makeScope({
    params: decodeAll(inputs.params),
    run: {
      id: run.id,
      round: BigInt(run.round),
      logicalDate: { kind: 'datetime', epochMs, zone },
      scheduledTime:
        run.scheduledTime === undefined ? null : { kind: 'datetime', epochMs: run.scheduledTime, zone },
      startTime: { kind: 'datetime', epochMs: run.startedAt, zone },
      trigger: run.trigger,
      labels: new Map(Object.entries(run.labels)),
    },
    tasks: Object.fromEntries(tasks),
  });
}

function makePlan(definition: TaskDefinition, type: TaskType): TaskPlan {
  const typed = new Set(type.valueKeys);
  const constant =
    !anyTemplate(definition.settings) && !Object.keys(definition.settings).some((key) => typed.has(key));
  const evaluate = compileEntries(definition.settings, (key) => typed.has(key));
  const env = Object.entries(definition.env).map(([name, text]) => [name, compileTemplate(text)] as const);
  return {
    definition,
    type,
    settings: (scope) => (constant ? definition.settings : checked(type, evaluate(scope))),
    env: (scope) => (env.length === 0 ? NO_ENV : evaluateEnv(env, scope())),
  };
}

const NO_ENV: Readonly<Record<string, string>> = {};

function checked(
  type: TaskType,
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const parsed = type.settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`After evaluation the settings are not what '${type.type}' takes: ${problems.join('; ')}`);
}

function evaluateEnv(
  env: readonly (readonly [string, Template])[],
  scope: Scope,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, template] of env) {
    const value = template.evaluate(scope);
    if (value !== null) values[name] = formatValue(value);
  }
  return values;
}

function anyTemplate(value: JsonValue): boolean {
  if (typeof value === 'string') return value.includes('${{');
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some((entry: JsonValue) => anyTemplate(entry));
}

/** `typed`: integers are given as such, so that they can be told from doubles. */
function compile(value: JsonValue, typed: boolean): Evaluate {
  if (typeof value === 'string') return compileText(value);
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue) => compile(item, typed));
    return (scope) => items.map((item) => item(scope)) as Setting;
  }
  if (typed && typeof value === 'number' && Number.isSafeInteger(value)) return () => BigInt(value);
  if (value === null || typeof value !== 'object') return () => value;
  return compileEntries(value as Readonly<Record<string, JsonValue>>, () => typed) as Evaluate;
}

function compileEntries(
  record: Readonly<Record<string, JsonValue>>,
  typed: (key: string) => boolean,
): (scope: () => Scope) => Readonly<Record<string, Setting>> {
  const entries = Object.entries(record).map(([key, entry]) => [key, compile(entry, typed(key))] as const);
  return (scope) => Object.fromEntries(entries.map(([key, entry]) => [key, entry(scope)]));
}

function compileText(text: string): Evaluate {
  if (!text.includes('${{')) return () => text;
  const template = compileTemplate(text);
  if (hasTemplate(text)) return (scope) => template.evaluate(scope());
  const literal = template.evaluate(makeScope({ params: {}, run: {}, tasks: {} }));
  return () => literal;
}
