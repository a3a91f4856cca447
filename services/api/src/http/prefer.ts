import type { HttpRequest } from './http-types.js';
import { headerOf } from './http-types.js';

/** What stands between commas; a comma in quotes is text. */
const PARTS = /(?:[^",]|"(?:[^"\\]|\\.)*"?)+/g;
const NAME = /^\s*([^\s=;]+)\s*/;
const QUOTED = /^=\s*"((?:[^"\\]|\\.)*)"/;
const TOKEN = /^=\s*([^\s;"]*)/;

/** The value of a preference of `Prefer` (RFC 7240), '' without one; the first counts. Undefined where it is not there. */
export function preference(request: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  for (const part of (headerOf(request, 'prefer') ?? '').match(PARTS) ?? []) {
    const [head, given] = NAME.exec(part) ?? [];
    if (head !== undefined && given?.toLowerCase() === name) return valueIn(part.slice(head.length));
  }
  return undefined;
}

function valueIn(rest: string): string {
  const quoted = QUOTED.exec(rest)?.[1];
  return quoted?.replace(/\\(.)/g, '$1') ?? TOKEN.exec(rest)?.[1] ?? '';
}
