import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { ApiOptions } from '../api-options.js';
import { authenticate } from '../auth/authenticate.js';
import { ApiProblem } from './api-problem.js';
import type { HttpRequest } from './http-types.js';
import { headerOf } from './http-types.js';
import { refuseLargeBody } from './large-body.js';
import { textOfBody } from './text-of-body.js';

/** Content types that are read, as text; what they must hold is the route's matter. */
const BODY_TYPES = ['application/json', 'application/yaml'];

const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
};

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Before anything of a request is read or routed further: headers of every answer, the host's name, the token. */
export function protectServer(adapter: FastifyAdapter, options: Pick<ApiOptions, 'token' | 'hosts'>): void {
  const server = adapter.getInstance();
  const hosts = new Set([...LOCAL_HOSTS, ...(options.hosts ?? []).map((host) => host.toLowerCase())]);
  server.removeAllContentTypeParsers();
  for (const type of BODY_TYPES) {
    server.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => {
      try {
        done(null, textOfBody(body));
      } catch (error) {
        done(asError(error));
      }
    });
  }
  server.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of Object.entries(HEADERS)) void reply.header(name, value);
    try {
      checkHost(request, hosts);
      authenticate(request, options.token);
      refuseLargeBody(request.raw, done);
    } catch (error) {
      done(asError(error));
    }
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** A page of another site can make its own name point here; a browser then tells that name (DNS rebinding). */
function checkHost(request: HttpRequest, hosts: ReadonlySet<string>): void {
  const host = headerOf(request, 'host') ?? '';
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  if (hosts.has(name)) return;
  throw new ApiProblem(
    421,
    'WRONG_HOST',
    `This server is not ${JSON.stringify(name.slice(0, 100))}: ask it as localhost.`,
  );
}
