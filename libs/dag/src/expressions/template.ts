import type { Token } from './evaluator/source-scan.js';
import { tokenAt } from './evaluator/source-scan.js';
import { ExpressionError } from './expression-error.js';

/** Where `${{ … }}` stand in a text. `$${{` is a literal `${{`. */

const OPEN = '${{';
const CLOSE = '}}';
const MAX_PARTS = 100;

/** Literal text, or an expression with the offset at which its source begins. */
export type TemplatePart = string | { readonly source: string; readonly offset: number };

function unclosed(start: number, hint: string): ExpressionError {
  return new ExpressionError('UNCLOSED_TEMPLATE', "This '${{' is never closed by '}}'.", start, hint);
}

/** A comment ends with its line, or where the template does. */
function endOfComment(source: string, { start, end }: Token): number {
  const close = source.slice(start, end).indexOf(CLOSE);
  return close === -1 ? end : start + close;
}

/** Index of the `}}` that ends the `${{` at `start`: not one in text or of maps within. */
function endOfTemplate(source: string, start: number): number {
  let depth = 0;
  let index = start + OPEN.length;
  while (index < source.length) {
    if (depth === 0 && source.startsWith(CLOSE, index)) return index;
    const token = tokenAt(source, index);
    if (token.end === -1) throw unclosed(start, `The quote at ${index} opens a text that never ends.`);
    const char = source[index];
    if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    index = token.kind === 'comment' ? endOfComment(source, token) : token.end;
  }
  throw unclosed(start, "Write '$${{' if you mean the characters themselves.");
}

/** Index of the next `${{` and whether a `$` before it makes it literal; undefined when there is none. */
function nextOpening(source: string, from: number): { at: number; isLiteral: boolean } | undefined {
  const at = source.indexOf(OPEN, from);
  if (at === -1) return undefined;
  return { at, isLiteral: at > from && source[at - 1] === '$' };
}

/** The parts of a text in their order, none of them empty text. Throws an ExpressionError: UNCLOSED_TEMPLATE, TOO_COMPLEX. */
export function splitTemplate(source: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (let next = nextOpening(source, from); next !== undefined; next = nextOpening(source, from)) {
    const { at, isLiteral } = next;
    if (isLiteral) {
      parts.push(`${source.slice(from, at - 1)}${OPEN}`);
      from = at + OPEN.length;
      continue;
    }
    if (parts.length >= MAX_PARTS * 2) {
      throw new ExpressionError('TOO_COMPLEX', `One text has at most ${MAX_PARTS} parts in '\${{ }}'.`, at);
    }
    const end = endOfTemplate(source, at);
    const start = at + OPEN.length;
    parts.push(source.slice(from, at), { source: source.slice(start, end), offset: start });
    from = end + CLOSE.length;
  }
  parts.push(source.slice(from));
  return parts.filter((part) => part !== '');
}

/** Whether evaluating would replace something: a `${{` that is not written `$${{`. */
export function hasTemplate(text: string): boolean {
  for (let next = nextOpening(text, 0); next !== undefined; next = nextOpening(text, next.at + OPEN.length)) {
    if (!next.isLiteral) return true;
  }
  return false;
}
