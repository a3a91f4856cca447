import type { Expression } from './compile-expression.js';
import { compileAt } from './compile-expression.js';
import { checkedText } from './evaluator/frame.js';
import { ExpressionError } from './expression-error.js';
import { formatValue } from './format-value.js';
import type { Reference } from './references.js';
import type { Scope } from './scope.js';
import { splitTemplate } from './template.js';
import type { Value } from './value.js';
import { ValueError } from './value-error.js';

export { hasTemplate } from './template.js';

/** Text with `${{ … }}` in it, compiled. */
export interface Template {
  readonly source: string;
  readonly references: readonly Reference[];
  /** No `${{ … }}` in it: `evaluate` always gives the same text. */
  readonly isConstant: boolean;
  /** Throws an ExpressionError, whose offset counts in the whole source. */
  evaluate(scope: Scope): Value;
}

type Part = string | Expression;

function join(parts: readonly Part[], scope: Scope): string {
  const texts = parts.map((part) => (typeof part === 'string' ? part : formatValue(part.evaluate(scope))));
  try {
    return checkedText(texts.join(''));
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ExpressionError('TOO_EXPENSIVE', error.message, 0);
  }
}

/**
 * Compiles a text value. One that is exactly one `${{ … }}` evaluates to the value with its type; within longer text
 * values are formatted. `$${{` stands for `${{`. Throws an ExpressionError. Source: workflow-format §6.
 */
export function compileTemplate(source: string): Template {
  const parts = splitTemplate(source).map((part) =>
    typeof part === 'string' ? part : compileAt(part.source, part.offset),
  );
  const expressions = parts.filter((part) => typeof part !== 'string');
  const [only] = parts;
  const isWhole = parts.length === 1 && only !== undefined && typeof only !== 'string';
  return {
    source,
    references: expressions.flatMap(({ references }) => references),
    isConstant: expressions.length === 0,
    evaluate: (scope) => (isWhole ? only.evaluate(scope) : join(parts, scope)),
  };
}
