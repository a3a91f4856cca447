import { ExpressionError } from '../expression-error.js';
import type { Scope } from '../scope.js';
import type { Value } from '../value.js';
import { ValueError } from '../value-error.js';

/**
 * Units of work of one evaluation: about one for each node that is evaluated again by a macro, each element that is
 * compared or copied. A million take some tens of milliseconds.
 */
export const MAX_WORK = 1_000_000;
/** Characters of a text and elements of a list that an expression makes. */
export const MAX_TEXT = 1_048_576;
export const MAX_ITEMS = 100_000;

/** One evaluation. */
export interface Frame {
  readonly scope: Scope;
  /** Values of the variables of macros, by slot. */
  readonly variables: Value[];
  work: number;
}

/** A compiled node. */
export type Run = (frame: Frame) => Value;

export function makeFrame(scope: Scope): Frame {
  return { scope, variables: [], work: 0 };
}

/** Throws TOO_EXPENSIVE when the evaluation has done more than its share. */
export function charge(frame: Frame, work: number): void {
  frame.work += work;
  if (frame.work > MAX_WORK) {
    throw new ValueError('TOO_EXPENSIVE', 'The expression does too much work.', 'Do it in a task.');
  }
}

export function checkedText(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  throw new ValueError('TOO_EXPENSIVE', `The expression makes a text of more than ${MAX_TEXT} characters.`);
}

export function checkedItems(count: number): void {
  if (count <= MAX_ITEMS) return;
  throw new ValueError('TOO_EXPENSIVE', `The expression makes a list of more than ${MAX_ITEMS} elements.`);
}

/** Gives an error its place, unless it has one. */
export function placed(error: unknown, offset: number): unknown {
  if (!(error instanceof ValueError)) return error;
  return new ExpressionError(error.code, error.message, offset, error.hint);
}

/** Whether `||`, `&&` and the macros that are built on them may pass over an error, as CEL has it. */
export function isAbsorbable(error: unknown): boolean {
  return (error instanceof ExpressionError || error instanceof ValueError) && error.code !== 'TOO_EXPENSIVE';
}
