import type { Run } from './frame.js';
import { charge, placed } from './frame.js';
import { findFunction } from './functions.js';
import type { CallNode, Node } from './node.js';
import type { Binary, Unary } from './operators.js';
import { BINARY_OPERATORS, UNARY_OPERATORS } from './operators.js';

/** A function costs more than an operator: offsets are looked up, text is read. */
const CALL_WORK = 16;

function compileUnary(operator: Unary, operand: Run, offset: number): Run {
  return (frame) => {
    const value = operand(frame);
    try {
      return operator(value);
    } catch (error) {
      throw placed(error, offset);
    }
  };
}

function compileBinary(operator: Binary, left: Run, right: Run, offset: number): Run {
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    try {
      return operator(a, b, frame);
    } catch (error) {
      throw placed(error, offset);
    }
  };
}

/** Operators, functions and methods. Throws an ExpressionError for functions that do not exist. */
export function compileCall(node: CallNode, compile: (node: Node) => Run): Run {
  const { name, target, args, offset } = node;
  const runs = (target === undefined ? args : [target, ...args]).map(compile);
  const [first, second] = runs;
  const binary = BINARY_OPERATORS.get(name);
  if (binary !== undefined && first !== undefined && second !== undefined) {
    return compileBinary(binary, first, second, offset);
  }
  const unary = UNARY_OPERATORS.get(name);
  if (unary !== undefined && first !== undefined) return compileUnary(unary, first, offset);
  return compileFunction(node, runs);
}

function compileFunction(node: CallNode, runs: readonly Run[]): Run {
  const { target, args, offset } = node;
  const found = findFunction(node);
  const work = found.work ?? CALL_WORK;
  const nodes = target === undefined ? args : [target, ...args];
  try {
    found.check?.(nodes.map((one) => (one.kind === 'literal' ? one.value : undefined)));
  } catch (error) {
    throw placed(error, offset);
  }
  return (frame) => {
    const values = runs.map((run) => run(frame));
    try {
      charge(frame, work);
      return found.apply(values, frame);
    } catch (error) {
      throw placed(error, offset);
    }
  };
}
