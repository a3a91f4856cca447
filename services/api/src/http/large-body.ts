import type { IncomingMessage } from 'node:http';
import { ApiProblem } from './api-problem.js';

/** Bytes of a body: the largest workflow file (workflow-format, preamble). */
export const BODY_LIMIT = 1024 * 1024;
/** Bytes of a body beyond that limit which are received before it is refused. */
const MOST_RECEIVED = 64 * BODY_LIMIT;

/**
 * Calls `done` with BODY_TOO_LARGE for a request that announces a body beyond the limit, but only when all of that body
 * has been received and dropped: who is cut off amid sending often never sees the answer.
 */
export function refuseLargeBody(request: IncomingMessage, done: (problem?: ApiProblem) => void): void {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (!(announced > BODY_LIMIT)) return done();
  const refuse = (): void => done(new ApiProblem(413, 'BODY_TOO_LARGE', 'The body has more than 1 MiB.'));
  if (announced > MOST_RECEIVED) return refuse();
  request.once('end', refuse).resume();
}
