import type { JsonValue } from '../definition/workflow-definition.js';
import type { Value } from './value.js';
import { quoted, ValueError } from './value-error.js';
import { isJsonList } from './value-kind.js';

/** Lists and maps in each other. */
const MAX_DEPTH = 64;

function tooDeep(): ValueError {
  return new ValueError('OUT_OF_RANGE', `The JSON is nested more than ${MAX_DEPTH} deep.`);
}

/** `what` names it by its text, where that is still known: what was parsed is another number. */
function tooLarge(what: string): ValueError {
  const message = `${what} is beyond 2^53-1, where JSON numbers are no longer exact.`;
  return new ValueError('OUT_OF_RANGE', message, 'Write it as text ("…") and convert it with int().');
}

function notFinite(text: string): ValueError {
  return new ValueError('OUT_OF_RANGE', `${quoted(text)} is not a finite number.`);
}

/** Index of the closing quote, or the end. */
function endOfText(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}

/** Refuses deep nesting before anything recursive sees it. */
function checkDepth(text: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') index = endOfText(text, index);
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    if (depth > MAX_DEPTH) throw tooDeep();
  }
}

function numberOfText(value: number, source: string): Value {
  if (/[.eE]/.test(source)) {
    if (Number.isFinite(value)) return value;
    throw notFinite(source);
  }
  if (Number.isSafeInteger(value)) return BigInt(value);
  throw tooLarge(`The integer ${quoted(source)}`);
}

function numberOfJson(json: number): Value {
  if (!Number.isFinite(json)) throw notFinite(String(json));
  if (!Number.isInteger(json)) return json;
  if (Number.isSafeInteger(json)) return BigInt(json);
  throw tooLarge('A whole number in it');
}

/** What `JSON.parse` tells a reviver of a scalar: the text that stood there. */
interface ReviverContext {
  readonly source?: string;
}

/** Without the text, 1.0 could not be told from 1: better no answer than a wrong one. */
function sourceOf(context: ReviverContext | undefined): string {
  if (context?.source !== undefined) return context.source;
  throw new Error('JSON.parse does not tell the text of numbers here: Node 22 or newer is needed.');
}

function revive(_key: string, value: unknown, context?: ReviverContext): unknown {
  if (typeof value === 'number') return numberOfText(value, sourceOf(context));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return new Map<string, unknown>(Object.entries(value));
}

/**
 * Reads JSON text: a number without `.` and exponent is an integer, any other a double. Throws a ValueError:
 * INVALID_TEXT for text that is not JSON, OUT_OF_RANGE for an integer beyond ±(2^53-1), a number beyond all doubles or
 * nesting beyond 64.
 */
export function parseTypedJson(text: string): Value {
  checkDepth(text);
  try {
    return JSON.parse(text, revive) as Value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ValueError('INVALID_TEXT', `${quoted(text)} is not JSON: ${error.message}`);
  }
}

/**
 * The value of JSON that was parsed already, where `1.0` and `1` can no longer be told apart: a number without
 * fraction is an integer. Throws like `parseTypedJson`.
 */
export function valueOfJson(json: JsonValue, depth = 0): Value {
  if (typeof json === 'number') return numberOfJson(json);
  if (json === null || typeof json !== 'object') return json;
  if (depth >= MAX_DEPTH) throw tooDeep();
  if (isJsonList(json)) return json.map((item) => valueOfJson(item, depth + 1));
  return new Map(Object.entries(json).map(([key, item]) => [key, valueOfJson(item, depth + 1)]));
}
