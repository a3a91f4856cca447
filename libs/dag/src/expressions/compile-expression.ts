import { compileNode } from './evaluator/compile-node.js';
import type { Run } from './evaluator/frame.js';
import { makeFrame, placed } from './evaluator/frame.js';
import { parseExpression } from './evaluator/parse-expression.js';
import { checkedSize } from './evaluator/result-size.js';
import { ExpressionError } from './expression-error.js';
import type { Reference } from './references.js';
import { findReferences } from './references.js';
import type { Scope } from './scope.js';
import type { Value } from './value.js';

/** Compiled once, evaluated as often as one likes; holds no state. */
export interface Expression {
  readonly source: string;
  readonly references: readonly Reference[];
  /**
   * Throws an ExpressionError. Does bounded work: about a million steps, texts of 1 MiB, lists of 100 000 elements
   * (TOO_EXPENSIVE).
   */
  evaluate(scope: Scope): Value;
}

function evaluateIn(run: Run, scope: Scope, offset: number): Value {
  try {
    return checkedSize(run(makeFrame(scope)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw placed(error, offset);
    throw new ExpressionError('TOO_EXPENSIVE', 'The expression needs too much memory.', offset);
  }
}

/** Like `compileExpression`, for an expression that stands at `base` in a longer text: offsets count from its start. */
export function compileAt(source: string, base: number): Expression {
  const node = parseExpression(source, base);
  const run = compileNode(node);
  const references = findReferences(node, source, base);
  return {
    source,
    references,
    evaluate: (scope) => evaluateIn(run, scope, base),
  };
}

/**
 * Compiles bare CEL as it stands in `if`, `cases[].if` and `concurrency.key`. Throws an ExpressionError for wrong
 * syntax, unknown names and functions, and sources beyond 8 KiB, 1000 parts or 64 nested brackets. Types are checked
 * when it is evaluated. Compiling takes some tenths of a millisecond: keep the result. Source: workflow-format §6.
 */
export function compileExpression(source: string): Expression {
  return compileAt(source, 0);
}
