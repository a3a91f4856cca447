import type { Expression } from '../expressions/compile-expression.js';
import { compileExpression } from '../expressions/compile-expression.js';
import { decodeValue } from '../expressions/encode-value.js';
import type { Reference } from '../expressions/references.js';
import type { Scope } from '../expressions/scope.js';
import { kindOf } from '../expressions/value-kind.js';
import { makeScope } from '../expressions/scope.js';
import type { Value } from '../expressions/value.js';
import type { WorkflowGraph } from '../definition/graph.js';
import type { JsonValue } from '../definition/workflow-definition.js';
import type { RunStartedData } from './events/run-started.js';
import type { RunState } from './state.js';
import { taskOf } from './state.js';

export type ConditionResult =
  { readonly ok: true; readonly value: boolean } | { readonly ok: false; readonly message: string };

/** Evaluates bare CEL that must give a boolean: `if`, `cases[].if`, `when`. Never throws for what the user wrote. */
export function evaluateCondition(run: RunState, source: string): ConditionResult {
  try {
    const expression = compiled(run.graph, source);
    const value = expression.evaluate(scopeOf(run, expression.references));
    if (typeof value === 'boolean') return { ok: true, value };
    return {
      ok: false,
      message: `'${source}' gives ${kindOf(value)}, expected a boolean.`,
    };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** What an expression may see of a run: just the names it refers to. */
export function scopeOf(run: RunState, references: readonly Reference[]): Scope {
  const params: Record<string, Value> = Object.create(null) as Record<string, Value>;
  const tasks: Record<string, TaskScope> = Object.create(null) as Record<string, TaskScope>;
  for (const { root, path } of references) {
    const name = path[0];
    if (name === undefined) continue;
    if (root === 'params') params[name] = decodeValue(run.start.params[name] ?? null);
    if (root === 'tasks') tasks[name] = taskScope(run, name);
  }
  return makeScope({ params, run: runScope(run.start, run.round, run.startedAt), tasks });
}

interface TaskScope {
  readonly outputs: Readonly<Record<string, Value>>;
  readonly state: string;
  readonly attempt: number;
}

/** The fields of `run.…` (workflow-format §6). */
export function runScope(
  start: RunStartedData,
  round: number,
  startedAt: number,
): Readonly<Record<string, Value>> {
  const [epochMs, zone] = start.logicalDate;
  return {
    id: start.run,
    round: BigInt(round),
    logicalDate: { kind: 'datetime', epochMs, zone },
    scheduledTime:
      start.scheduledTime === undefined ? null : { kind: 'datetime', epochMs: start.scheduledTime, zone },
    startTime: { kind: 'datetime', epochMs: startedAt, zone },
    trigger: start.trigger,
    labels: new Map(Object.entries(start.labels)),
  };
}

function taskScope(run: RunState, name: string): TaskScope {
  const { task } = taskOf(run, name);
  return { outputs: decodeAll(task.outputs ?? {}), state: task.state, attempt: task.attempt };
}

export function decodeAll(encoded: Readonly<Record<string, JsonValue>>): Record<string, Value> {
  const values: Record<string, Value> = Object.create(null) as Record<string, Value>;
  for (const [name, value] of Object.entries(encoded)) values[name] = decodeValue(value);
  return values;
}

const cache = new WeakMap<WorkflowGraph, Map<string, Expression>>();

function compiled(graph: WorkflowGraph, source: string): Expression {
  let bySource = cache.get(graph);
  if (!bySource) cache.set(graph, (bySource = new Map<string, Expression>()));
  let expression = bySource.get(source);
  if (!expression) bySource.set(source, (expression = compileExpression(source)));
  return expression;
}
