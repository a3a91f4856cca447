import type { ProblemDetail, Route } from '@millrace/api-contract';
import { MISSING } from '@millrace/api-contract';
import type { z } from 'zod';
import { ApiProblem, notFound } from './api-problem.js';
import type { HttpRequest } from './http-types.js';
import { headerOf } from './http-types.js';
import { jsonPointer } from './json-pointer.js';
import { UnsafeJsonError, parseSafeJson } from './safe-json.js';

export interface InputParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly text: string;
}

/** Path, query and body of a request, checked by its route. Throws ApiProblem. */
export function readInput(route: Route, request: HttpRequest): InputParts {
  return {
    params: readParams(route, request.params),
    query: readQuery(route, request.query),
    body: route.body?.kind === 'json' ? readBody(route.body.schema, request) : undefined,
    text: route.body?.kind === 'text' ? readFile(route.body.types, request) : '',
  };
}

function readParams({ params, method }: Route, given: unknown): unknown {
  if (!params) return {};
  const parsed = params.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? '');
  const text = JSON.stringify((given as Record<string, unknown> | null)?.[name] ?? '').slice(0, 100);
  if (method !== 'PUT') throw notFound(MISSING[name] ?? 'NOT_FOUND', `There is no ${name} ${text}.`);
  throw new ApiProblem(
    400,
    'INVALID_NAME',
    `${text} is no name of a ${name}: small letters, digits, _ and -, at most 63 characters.`,
  );
}

function readQuery({ query }: Route, given: unknown): unknown {
  const names = Object.keys((given as Record<string, unknown> | null) ?? {});
  if (!query) {
    if (names.length === 0) return {};
    throw new ApiProblem(
      400,
      'INVALID_QUERY',
      `This route takes no query, it was given ${names.join(', ').slice(0, 100)}.`,
    );
  }
  const parsed = query.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  throw invalid('INVALID_QUERY', 'query', parsed.error);
}

function readBody(schema: z.ZodType, request: HttpRequest): unknown {
  const text = textOf(request);
  if (text !== '' && !hasType(request, ['application/json'])) throw wrongType(['application/json']);
  const parsed = schema.safeParse(text === '' ? {} : jsonOf(text));
  if (parsed.success) return parsed.data;
  throw invalid('INVALID_BODY', 'body', parsed.error);
}

function readFile(types: readonly string[], request: HttpRequest): string {
  const text = textOf(request);
  if (!hasType(request, types)) throw wrongType(types);
  if (text.trim() === '') throw new ApiProblem(400, 'EMPTY_BODY', 'The body is empty: send a workflow file.');
  return text;
}

function textOf({ body }: HttpRequest): string {
  return typeof body === 'string' ? body : '';
}

function hasType(request: HttpRequest, types: readonly string[]): boolean {
  const type = headerOf(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  return type !== undefined && types.includes(type);
}

function wrongType(types: readonly string[]): ApiProblem {
  return new ApiProblem(415, 'UNSUPPORTED_MEDIA_TYPE', `The body must be ${types.join(' or ')}.`);
}

function jsonOf(text: string): unknown {
  try {
    return parseSafeJson(text);
  } catch (error) {
    if (!(error instanceof UnsafeJsonError)) throw error;
    const { code, message, pointer } = error;
    throw new ApiProblem(400, code, message, pointer === '' ? {} : { errors: [{ code, message, pointer }] });
  }
}

function invalid(code: string, what: 'query' | 'body', error: z.ZodError): ApiProblem {
  const errors = error.issues.slice(0, 100).map((issue): ProblemDetail => {
    const place = issue.path.map(String);
    const pointer = what === 'body' ? { pointer: jsonPointer(place) } : { param: place.join('.') };
    return {
      code: issue.code === 'unrecognized_keys' ? 'UNKNOWN_FIELD' : 'INVALID',
      message: issue.message,
      ...pointer,
    };
  });
  const first = errors[0];
  return new ApiProblem(
    400,
    code,
    `The ${what} is not valid: ${first?.pointer ?? first?.param ?? ''} ${first?.message ?? ''}`,
    { errors },
  );
}
