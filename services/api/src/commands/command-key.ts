import { createHash, randomUUID } from 'node:crypto';
import type { Route } from '@millrace/api-contract';
import { TOKEN_SUBJECT } from '../auth/authenticate.js';
import { ApiProblem } from '../http/api-problem.js';
import type { HttpRequest } from '../http/http-types.js';
import { headerOf } from '../http/http-types.js';

/** Milliseconds that an answer waits at most, and by default when the command has a key. */
export const MAX_WAIT = 10_000;

/** How a request wants its command to be sent. */
export interface CommandManner {
  /** Id of the command; the same for the same key. */
  readonly id: string;
  readonly keyed: boolean;
  /** Milliseconds to wait for the outcome, 0: not at all. */
  readonly waitMs: number;
}

/**
 * Reads `Idempotency-Key` and `Prefer: wait`. A key holds for its route and for who sent it: nobody else's command is
 * answered with this one's outcome. Throws INVALID_IDEMPOTENCY_KEY.
 */
export function commandManner(route: Route, request: HttpRequest): CommandManner {
  const key = headerOf(request, 'idempotency-key');
  const wait = preferredWait(request);
  if (key === undefined) return { id: randomUUID(), keyed: false, waitMs: wait ?? 0 };
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new ApiProblem(
      400,
      'INVALID_IDEMPOTENCY_KEY',
      'An Idempotency-Key has 1 to 255 visible ASCII characters.',
    );
  }
  const scope = [route.name, TOKEN_SUBJECT, key].join('\n');
  return { id: createHash('sha256').update(scope).digest('hex'), keyed: true, waitMs: wait ?? MAX_WAIT };
}

function preferredWait(request: HttpRequest): number | undefined {
  const seconds = /(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])/.exec(headerOf(request, 'prefer') ?? '')?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1000, MAX_WAIT);
}
