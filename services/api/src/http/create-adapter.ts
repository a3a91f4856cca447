import { randomBytes, randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiProblem } from './api-problem.js';
import { describeProblem } from './describe-problem.js';
import type { HttpReply, HttpRequest } from './http-types.js';
import { BODY_LIMIT } from './large-body.js';

/** Milliseconds in which a whole request must have come. */
const REQUEST_TIMEOUT = 60_000;
/** Characters of one path parameter: names of tasks have up to 127. */
const MAX_PARAM = 256;

const BAD_REQUEST = new ApiProblem(400, 'MALFORMED_REQUEST', 'The request cannot be read.');

/** The HTTP server of the API, without routes. */
export function createAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    skipMiddie: true,
    genReqId: () => randomUUID(),
    routerOptions: {
      maxParamLength: MAX_PARAM,
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
    },
    frameworkErrors: (_error: unknown, request: HttpRequest, reply: HttpReply): void => {
      const body = describeProblem(BAD_REQUEST, request);
      reply
        .code(400)
        .header('content-type', 'application/problem+json; charset=utf-8')
        .send(JSON.stringify(body));
    },
    clientErrorHandler: (_error, socket): void => {
      if (socket.writable) socket.end(rawAnswer());
    },
  });
}

/** The answer to bytes that are no HTTP. */
function rawAnswer(): string {
  const request = { url: '', headers: {}, id: randomBytes(16).toString('hex') };
  const body = JSON.stringify(describeProblem(BAD_REQUEST, request));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'connection: close',
    'content-type: application/problem+json; charset=utf-8',
  ];
  return [...head, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}
