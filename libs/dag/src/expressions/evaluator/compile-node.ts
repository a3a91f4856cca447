import { ExpressionError } from '../expression-error.js';
import { nameList } from '../nearest-name.js';
import type { Value } from '../value.js';
import { isList, isMap, kindOf } from '../value-kind.js';
import { compileCall } from './compile-call.js';
import { compileMacro } from './compile-macro.js';
import type { Frame, Run } from './frame.js';
import { compileLogic } from './logic.js';
import type { IndexNode, ListNode, MapNode, NameNode, Node, SelectNode } from './node.js';

/** Compiled to closures once, so that evaluating is calling them. */

function compileName({ name, offset }: NameNode): Run {
  return (frame) => {
    const value = frame.scope.get(name);
    if (value !== undefined) return value;
    throw new ExpressionError('NAME_NOT_AVAILABLE', `'${name}' is not available here.`, offset);
  };
}

/** How a node reads in a message; undefined for what has no short name. */
function nameOf(node: Node): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'select' && node.kind !== 'index') return undefined;
  const owner = nameOf(node.operand);
  if (owner === undefined) return undefined;
  if (node.kind === 'select') return `${owner}.${node.field}`;
  const isText = node.index.kind === 'literal' && typeof node.index.value === 'string';
  return isText ? `${owner}['${String(node.index.value)}']` : undefined;
}

/** Of a task's outputs a scope has those alone that expressions refer to: they cannot be listed. */
function isOutputs(node: Node): boolean {
  if (node.kind !== 'select' || node.field !== 'outputs') return false;
  const task = node.operand;
  const root = task.kind === 'select' || task.kind === 'index' ? task.operand : undefined;
  return root?.kind === 'name' && root.name === 'tasks';
}

function missingKey(node: SelectNode | IndexNode, owner: Value, key: string): ExpressionError {
  const name = nameOf(node.operand);
  if (!isMap(owner)) {
    const kind = kindOf(owner);
    const what = name === undefined ? `A ${kind} has` : `${name} is a ${kind} and has`;
    const hint =
      kind === 'date' || kind === 'datetime' ? `For a part of the time write ${key}().` : undefined;
    return new ExpressionError('TYPE', `${what} no '${key}'.`, node.offset, hint);
  }
  const has = isOutputs(node.operand)
    ? ': the task gave no output of that name'
    : `; it has ${nameList(owner.keys())}`;
  const message = `${name ?? 'The map'} has no '${key}'${has}.`;
  return new ExpressionError('MISSING_KEY', message, node.offset);
}

function compileSelect(node: SelectNode): Run {
  const { field, isTest } = node;
  const operand = compileNode(node.operand);
  if (isTest) {
    return (frame) => {
      const owner = operand(frame);
      if (owner === null) return false;
      if (isMap(owner)) return owner.has(field);
      throw missingKey(node, owner, field);
    };
  }
  return (frame) => {
    const owner = operand(frame);
    const value = isMap(owner) ? owner.get(field) : undefined;
    if (value === undefined) throw missingKey(node, owner, field);
    return value;
  };
}

function itemAt(node: IndexNode, owner: readonly Value[], index: Value): Value {
  if (typeof index !== 'bigint') {
    throw new ExpressionError(
      'TYPE',
      `A list is indexed by integers, not by a ${kindOf(index)}.`,
      node.offset,
    );
  }
  const value = index >= 0n && index < owner.length ? owner[Number(index)] : undefined;
  if (value !== undefined) return value;
  const message = `The list has ${owner.length} elements; ${index} is not one of them (the first is 0).`;
  throw new ExpressionError('OUT_OF_RANGE', message, node.offset);
}

function compileIndex(node: IndexNode): Run {
  const operand = compileNode(node.operand);
  const index = compileNode(node.index);
  return (frame) => {
    const owner = operand(frame);
    const key = index(frame);
    if (isList(owner)) return itemAt(node, owner, key);
    if (typeof key !== 'string') {
      throw new ExpressionError(
        'TYPE',
        `A ${kindOf(owner)} is not indexed by a ${kindOf(key)}.`,
        node.offset,
      );
    }
    const value = isMap(owner) ? owner.get(key) : undefined;
    if (value === undefined) throw missingKey(node, owner, key);
    return value;
  };
}

function compileList({ items }: ListNode): Run {
  const runs = items.map(compileNode);
  return (frame) => runs.map((run) => run(frame));
}

function keyOf(run: Run, frame: Frame, offset: number): string {
  const key = run(frame);
  if (typeof key === 'string') return key;
  throw new ExpressionError('TYPE', `The keys of a map are text, not ${kindOf(key)}.`, offset);
}

function compileMap({ entries, offset }: MapNode): Run {
  const runs = entries.map(([key, value]): readonly [Run, Run] => [compileNode(key), compileNode(value)]);
  return (frame) => {
    const map = new Map<string, Value>();
    for (const [keyRun, valueRun] of runs) {
      const key = keyOf(keyRun, frame, offset);
      if (map.has(key))
        throw new ExpressionError('TYPE', `The key '${key}' stands in the map twice.`, offset);
      map.set(key, valueRun(frame));
    }
    return map;
  };
}

/** Throws an ExpressionError for functions that do not exist. */
export function compileNode(node: Node): Run {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return compileName(node);
    case 'variable':
      return (frame) => frame.variables[node.slot] ?? null;
    case 'select':
      return compileSelect(node);
    case 'index':
      return compileIndex(node);
    case 'call':
      return compileCall(node, compileNode);
    case 'list':
      return compileList(node);
    case 'map':
      return compileMap(node);
    case 'macro':
      return compileMacro(node, compileNode);
    default:
      return compileLogic(node, compileNode);
  }
}
