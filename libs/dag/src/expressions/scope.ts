import type { Value } from './value.js';

/**
 * What an expression sees: the roots (`params`, `run`, `tasks` …) and beneath them maps of values. Maps, because a
 * look-up costs the same for any number of names and knows no `__proto__` or `constructor`.
 */
export type Scope = ReadonlyMap<string, Value>;

export interface TaskFacts {
  readonly outputs: Readonly<Record<string, Value>>;
  readonly state: string;
  /** Number of the last attempt, 0 before the first. */
  readonly attempt: number;
}

/** Roots that are left out are an error where an expression names them. */
export interface ScopeFacts {
  readonly params?: Readonly<Record<string, Value>>;
  readonly projectParams?: Readonly<Record<string, Value>>;
  /**
   * `id` (text), `round` (integer from 1), `logicalDate` (datetime in the schedule's zone), `scheduledTime` (datetime
   * or null), `startTime` (datetime), `trigger` (text), `labels` (map of texts).
   */
  readonly run?: Readonly<Record<string, Value>>;
  /** Only those that the expressions refer to need to be here: making a scope costs time for each. */
  readonly tasks?: Readonly<Record<string, TaskFacts>>;
  readonly shard?: { readonly index: number; readonly count: number; readonly item: Value };
  readonly event?: ReadonlyMap<string, Value>;
  readonly secrets?: Readonly<Record<string, string>>;
}

function mapOf(record: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(record));
}

function taskMap({ outputs, state, attempt }: TaskFacts): Value {
  return new Map<string, Value>([
    ['outputs', mapOf(outputs)],
    ['state', state],
    ['attempt', BigInt(attempt)],
  ]);
}

function shardMap({ index, count, item }: NonNullable<ScopeFacts['shard']>): Value {
  return new Map<string, Value>([
    ['index', BigInt(index)],
    ['count', BigInt(count)],
    ['item', item],
  ]);
}

/** Makes a scope once, to evaluate any number of expressions in it. */
export function makeScope(facts: ScopeFacts): Scope {
  const { params, projectParams, run, tasks, shard, event, secrets } = facts;
  const scope = new Map<string, Value>();
  if (params !== undefined) scope.set('params', mapOf(params));
  if (projectParams !== undefined) scope.set('project', new Map([['params', mapOf(projectParams)]]));
  if (run !== undefined) scope.set('run', mapOf(run));
  if (tasks !== undefined) {
    scope.set('tasks', new Map(Object.entries(tasks).map(([name, task]) => [name, taskMap(task)])));
  }
  if (shard !== undefined) scope.set('shard', shardMap(shard));
  if (event !== undefined) scope.set('event', event);
  if (secrets !== undefined) scope.set('secrets', mapOf(secrets));
  return scope;
}
