import { z } from 'zod';
import { PUBLIC_PATHS } from './public-paths.js';
import type { Route } from './route.js';

/** Codes that every route may answer: how the request is written, who asks, and what went wrong on this side. */
export const COMMON_CODES = [
  'UNAUTHORIZED',
  'WRONG_HOST',
  'MALFORMED_REQUEST',
  'REQUEST_TIMEOUT',
  'BODY_TOO_LARGE',
  'INVALID_QUERY',
  'INTERNAL',
  'LOG_CORRUPT',
  'LOG_UNREACHABLE',
  'STARTING',
] as const;

/** What there is not, when a path parameter is no name of such a thing. */
export const MISSING: Readonly<Record<string, string>> = {
  project: 'UNKNOWN_PROJECT',
  workflow: 'UNKNOWN_WORKFLOW',
  version: 'UNKNOWN_VERSION',
  run: 'UNKNOWN_RUN',
  command: 'UNKNOWN_COMMAND',
  task: 'UNKNOWN_TASK',
  attempt: 'UNKNOWN_ATTEMPT',
};

/** Routes that are answered from the read model. The catalogue is always current. */
const FROM_READ_MODEL: ReadonlySet<Route['tag']> = new Set<Route['tag']>([
  'runs',
  'commands',
  'task runs',
  'logs',
]);

export function isFromReadModel({ tag }: Route): boolean {
  return FROM_READ_MODEL.has(tag);
}

/** All codes of problems that a route may answer beyond the common ones: its own, and those of its form. */
export function codesOf(route: Route): readonly string[] {
  if (PUBLIC_PATHS.has(route.path)) return route.codes ?? [];
  const codes = [
    ...(route.codes ?? []),
    ...pathCodes(route),
    ...bodyCodes(route),
    ...(hasCursor(route) ? ['INVALID_CURSOR'] : []),
    ...(route.method === 'GET' ? readCodes(route) : []),
    ...writeCodes(route),
  ];
  return [...new Set(codes)];
}

function pathCodes({ params, method }: Route): readonly string[] {
  if (!params) return [];
  if (method === 'PUT') return ['INVALID_NAME'];
  return Object.keys(params.shape).flatMap((name) => MISSING[name] ?? []);
}

function bodyCodes({ body }: Route): readonly string[] {
  if (!body) return [];
  const own =
    body.kind === 'text' ? ['EMPTY_BODY'] : ['INVALID_BODY', 'MALFORMED_JSON', 'TOO_DEEP', 'FORBIDDEN_KEY'];
  return ['UNSUPPORTED_MEDIA_TYPE', ...own];
}

function readCodes(route: Route): readonly string[] {
  return [
    ...(isFromReadModel(route) ? ['INVALID_POSITION', 'READ_MODEL_DAMAGED', 'READ_MODEL_UNAVAILABLE'] : []),
    ...(route.stream ? ['TOO_MANY_STREAMS'] : []),
  ];
}

function writeCodes({ method, status, tag }: Route): readonly string[] {
  const ofLog = ['LOG_FULL', 'UNKNOWN_OUTCOME'];
  if (method === 'PUT') return ['CATALOGUE_UNAVAILABLE', ...ofLog];
  if (status === 202) return [...ofLog, 'INVALID_IDEMPOTENCY_KEY', 'COMMAND_TOO_LARGE'];
  return method === 'POST' && tag === 'projection' ? ['READ_MODEL_UNAVAILABLE'] : [];
}

function hasCursor({ query }: Route): boolean {
  return query instanceof z.ZodObject && 'cursor' in query.shape;
}
