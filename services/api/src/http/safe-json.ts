import { jsonPointer } from './json-pointer.js';

/** Lists and maps in each other that a body may have (S23). */
const MAX_DEPTH = 64;

/** Why a text is not taken as JSON. */
export class UnsafeJsonError extends Error {
  constructor(
    readonly code: 'MALFORMED_JSON' | 'TOO_DEEP' | 'FORBIDDEN_KEY' | 'NOT_FINITE',
    message: string,
    /** JSON pointer of the value, where there is one. */
    readonly pointer = '',
  ) {
    super(message);
    this.name = 'UnsafeJsonError';
  }
}

/**
 * Reads JSON from outside. Depth is checked before anything recursive sees the text, and keys that could reach the
 * prototype of an object are refused wherever they stand (S22), and so are numbers beyond all doubles, which JSON would
 * write as null. Throws UnsafeJsonError.
 */
export function parseSafeJson(text: string): unknown {
  checkDepth(text);
  const value = parse(text);
  // Escapes can hide a key from a search of the text, so the parsed keys are looked at.
  checkValue(value, []);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UnsafeJsonError(
      'MALFORMED_JSON',
      `The body is no JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

function checkDepth(text: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') index = endOfString(text, index);
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    if (depth > MAX_DEPTH)
      throw new UnsafeJsonError('TOO_DEEP', `The body is nested more than ${MAX_DEPTH} deep.`);
  }
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}

/** `path`: the keys above the value. */
function checkValue(value: unknown, path: string[]): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw notFinite(path);
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    if (Object.hasOwn(value, '__proto__')) throw forbidden('__proto__');
    if (hasOwnPrototype(value)) throw forbidden('constructor');
  }
  for (const [key, item] of Object.entries(value)) {
    path.push(key);
    checkValue(item, path);
    path.pop();
  }
}

function hasOwnPrototype(value: object): boolean {
  const inner = Object.getOwnPropertyDescriptor(value, 'constructor')?.value as unknown;
  return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, 'prototype');
}

function forbidden(key: string): UnsafeJsonError {
  return new UnsafeJsonError('FORBIDDEN_KEY', `The body has the key '${key}', which is refused everywhere.`);
}

function notFinite(path: readonly string[]): UnsafeJsonError {
  const pointer = jsonPointer(path);
  const message = `The body has at ${pointer === '' ? 'its top' : pointer} a number that is not a finite number.`;
  return new UnsafeJsonError('NOT_FINITE', message, pointer);
}
