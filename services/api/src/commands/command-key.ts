import { createHash, randomUUID } from 'node:crypto';
import type { Route } from '@millrace/api-contract';
import { TOKEN_SUBJECT } from '../auth/authenticate.js';
import { ApiProblem } from '../http/api-problem.js';
import type { HttpReply, HttpRequest } from '../http/http-types.js';
import { headerOf } from '../http/http-types.js';
import { preference } from '../http/prefer.js';

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
 * Reads `Idempotency-Key` and `Prefer: wait`, and says in the answer what was preferred. A key holds for its route and for who sent it: nobody else's command is
 * answered with this one's outcome. Throws INVALID_IDEMPOTENCY_KEY.
 */
export function commandManner(route: Route, request: HttpRequest, reply: HttpReply): CommandManner {
  const key = headerOf(request, 'idempotency-key');
  const wait = preferredWait(request);
  if (wait !== undefined) reply.header('preference-applied', `wait=${wait / 1000}`);
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
  const seconds = preference(request, 'wait');
  return seconds !== undefined && /^\d+$/.test(seconds)
    ? Math.min(Number(seconds) * 1000, MAX_WAIT)
    : undefined;
}
