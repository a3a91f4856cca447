import { ExpressionError } from '../expression-error.js';
import type { Value } from '../value.js';
import { isList, isMap, kindOf } from '../value-kind.js';
import type { Frame, Run } from './frame.js';
import { charge, placed } from './frame.js';
import { notBoolean, Verdict } from './logic.js';
import type { MacroNode, Node } from './node.js';

/** Elements of a list, keys of a map. */
function elementsOf(value: Value, { offset }: MacroNode): Iterable<Value> {
  if (isList(value)) return value;
  if (isMap(value)) return value.keys();
  throw new ExpressionError('TYPE', `A ${kindOf(value)} has no elements to go through.`, offset);
}

function* rounds(node: MacroNode, range: Value, frame: Frame): Iterable<Value> {
  for (const element of elementsOf(range, node)) {
    try {
      charge(frame, node.cost);
    } catch (error) {
      throw placed(error, node.offset);
    }
    frame.variables[node.slot] = element;
    yield element;
  }
}

function quantifier(node: MacroNode, range: Run, test: Run): Run {
  const decisive = node.macro === 'exists';
  return (frame) => {
    const verdict = new Verdict(decisive, `${node.macro}()`, node.offset);
    for (const _element of rounds(node, range(frame), frame)) {
      if (verdict.decides(test, frame)) return decisive;
    }
    return verdict.undecided();
  };
}

function holds(test: Run, frame: Frame, { macro, offset }: MacroNode): boolean {
  const value = test(frame);
  if (typeof value === 'boolean') return value;
  throw notBoolean(value, macro === 'map' ? 'filter()' : `${macro}()`, offset);
}

function counter(node: MacroNode, range: Run, test: Run): Run {
  return (frame) => {
    let count = 0;
    for (const _element of rounds(node, range(frame), frame)) if (holds(test, frame, node)) count += 1;
    return count === 1;
  };
}

function mapper(node: MacroNode, range: Run, test: Run | undefined, step: Run): Run {
  return (frame) => {
    const list: Value[] = [];
    for (const _element of rounds(node, range(frame), frame)) {
      if (test === undefined || holds(test, frame, node)) list.push(step(frame));
    }
    return list;
  };
}

/** `all`, `exists`, `exists_one`, `map` and `filter`. */
export function compileMacro(node: MacroNode, compile: (node: Node) => Run): Run {
  const range = compile(node.range);
  const test = node.test === undefined ? undefined : compile(node.test);
  if (node.step !== undefined) return mapper(node, range, test, compile(node.step));
  if (test === undefined) throw new ExpressionError('SYNTAX', `${node.macro}() has no test.`, node.offset);
  return node.macro === 'exists_one' ? counter(node, range, test) : quantifier(node, range, test);
}
