import { parse } from '@bufbuild/cel';
import { ExpressionError } from '../expression-error.js';
import type { Node } from './node.js';
import { NodeReader } from './read-nodes.js';
import { scanSource } from './source-scan.js';
import { hyphenHint, reservedHint } from './syntax-hints.js';

/** Characters (UTF-16 units) of one expression. */
export const MAX_SOURCE = 8_192;
/** Brackets in each other. */
export const MAX_NESTING = 64;
/** Bounds what the parser has to do; more than MAX_NODES can need but for idle parentheses. */
const MAX_TOKENS = 3_000;

function complexity(message: string, base: number): ExpressionError {
  return new ExpressionError(
    'TOO_COMPLEX',
    message,
    base,
    'Compute it in a task and give it out as an output.',
  );
}

/** The source as the parser shall see it. */
function checkedText(source: string, base: number): string {
  if (source.length > MAX_SOURCE)
    throw complexity(`The expression is longer than ${MAX_SOURCE} characters.`, base);
  const { text, tokens, depth, problem } = scanSource(source);
  if (problem !== undefined) throw new ExpressionError('SYNTAX', problem.message, base + problem.offset);
  if (depth > MAX_NESTING) throw complexity(`Brackets are nested more than ${MAX_NESTING} deep.`, base);
  if (tokens > MAX_TOKENS)
    throw complexity(`The expression has more than ${MAX_TOKENS} words and signs.`, base);
  if (text.trim() === '') throw new ExpressionError('SYNTAX', 'The expression is empty.', base);
  return text;
}

/** Where the parser says that it stopped; its error class is not public. */
function errorOffset(error: Error): number {
  if (!('location' in error)) return 0;
  const location = error.location;
  if (typeof location !== 'object' || location === null || !('start' in location)) return 0;
  const start = location.start;
  if (typeof start !== 'object' || start === null || !('offset' in start)) return 0;
  return typeof start.offset === 'number' ? start.offset : 0;
}

function syntaxError(error: unknown, text: string, base: number): ExpressionError {
  // The parser recurses once for each term of a long chain.
  if (!(error instanceof Error) || error instanceof RangeError) {
    return complexity('The expression has too many parts.', base);
  }
  const offset = errorOffset(error);
  const hint = hyphenHint(text, offset) ?? reservedHint(text, offset);
  const rest = text.slice(offset).trim();
  const what =
    rest === ''
      ? 'The expression ends too early.'
      : `The expression cannot be read from here: ${shorten(rest)}`;
  return new ExpressionError('SYNTAX', what, base + offset, hint);
}

function shorten(text: string): string {
  return text.length <= 30 ? text : `${text.slice(0, 30)}...`;
}

/**
 * Parses bare CEL. `base` is added to every offset: where the source stands in a longer text. Throws an
 * ExpressionError: SYNTAX, TOO_COMPLEX, UNSUPPORTED, OUT_OF_RANGE.
 */
export function parseExpression(source: string, base = 0): Node {
  const text = checkedText(source, base);
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(text);
  } catch (error) {
    throw syntaxError(error, text, base);
  }
  return new NodeReader(parsed.sourceInfo?.positions ?? {}, base).read(parsed.expr);
}
