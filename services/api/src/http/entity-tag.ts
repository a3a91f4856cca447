import { headerOf } from './http-types.js';
import type { HttpRequest } from './http-types.js';

/** ETag of a version of a workflow. */
export function versionTag({
  version,
  definition,
}: {
  readonly version: number;
  readonly definition: string;
}): string {
  return `"v${version}-${definition.slice(0, 12)}"`;
}

/** What a condition header asks for: it is not there, anything there is, or one of these tags; an empty list names nothing. */
export type TagCondition = 'none' | 'any' | readonly string[];

export function tagCondition(request: HttpRequest, header: 'if-match' | 'if-none-match'): TagCondition {
  const value = headerOf(request, header)?.trim();
  if (value === undefined) return 'none';
  if (value === '*') return 'any';
  return value.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}

/** True when the condition names what is there; `tag` undefined: nothing is there. */
export function tagMatches(condition: TagCondition, tag: string | undefined): boolean {
  if (condition === 'none' || tag === undefined) return false;
  return condition === 'any' || condition.includes(tag);
}
