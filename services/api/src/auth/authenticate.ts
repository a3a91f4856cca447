import { createHash, timingSafeEqual } from 'node:crypto';
import { PUBLIC_PATHS } from '@millrace/api-contract';
import { ApiProblem } from '../http/api-problem.js';
import type { HttpRequest } from '../http/http-types.js';
import { headerOf } from '../http/http-types.js';

/** Who the bearer of the one token is, in commands and keys. */
export const TOKEN_SUBJECT = 'owner';

/**
 * Lets a request pass that brings the token, or whose matched route is open to everyone. Judged by the route that
 * matched, never by the text of the path (S07); what matches nothing needs the token too. Throws UNAUTHORIZED.
 */
export function authenticate(request: HttpRequest, token: string): void {
  const { url } = request.routeOptions;
  if (url !== undefined && PUBLIC_PATHS.has(url) && request.method === 'GET') return;
  if (sameText(bearerOf(request) ?? '', token)) return;
  throw new ApiProblem(
    401,
    'UNAUTHORIZED',
    'The request needs the token of this server: Authorization: Bearer <token>.',
    {
      headers: { 'www-authenticate': 'Bearer' },
    },
  );
}

function bearerOf(request: HttpRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
}

/** Compares in a time that tells nothing of where texts differ; hashes, because lengths must be equal. */
function sameText(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
