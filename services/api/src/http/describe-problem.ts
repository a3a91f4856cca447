import { STATUS_CODES } from 'node:http';
import type { Problem } from '@millrace/api-contract';
import { LogError } from '@millrace/events';
import { ReadModelUnavailableError } from '@millrace/persistence';
import { HttpException } from '@nestjs/common';
import { ApiProblem } from './api-problem.js';
import type { HttpRequest } from './http-types.js';
import { traceIdOf } from './trace-id.js';

/** Codes of what the HTTP framework refuses by itself. */
const CODES: Readonly<Record<number, string>> = {
  400: 'MALFORMED_REQUEST',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

const TEXTS: Readonly<Record<number, string>> = {
  413: 'The body has more than 1 MiB.',
  415: 'The body has a content type that is not taken here: send application/json, or application/yaml for a workflow file.',
};

/** What was thrown, as a refusal. Anything unknown is a fault of ours, and tells nothing of itself. */
export function problemFor(error: unknown, request: Pick<HttpRequest, 'method' | 'url'>): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof LogError) return logProblem(error);
  if (error instanceof ReadModelUnavailableError) return readModelProblem(error);
  if (isBrokenOff(error)) return new ApiProblem(400, 'MALFORMED_REQUEST', 'The request broke off.');
  if (error instanceof HttpException && error.getStatus() < 500) {
    const status = error.getStatus();
    const text = status === 404 ? `There is nothing at ${request.method} ${pathOf(request)}.` : TEXTS[status];
    return new ApiProblem(status, CODES[status] ?? 'MALFORMED_REQUEST', text ?? error.message);
  }
  return new ApiProblem(
    500,
    'INTERNAL',
    'Something went wrong here. The log of the server tells more under the trace id.',
  );
}

/** The client went away before the whole body had come: what it would be answered reaches nobody. */
function isBrokenOff(error: unknown): boolean {
  const isAnswer = error instanceof Error && 'code' in error && 'statusCode' in error;
  return isAnswer && error.code === 'ECONNRESET' && error.statusCode === 400;
}

/** The body of an error answer (RFC 9457). */
export function describeProblem(
  problem: ApiProblem,
  request: Pick<HttpRequest, 'url' | 'headers' | 'id'>,
): Problem {
  const { status, code, message, extras } = problem;
  return {
    type: `urn:millrace:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    instance: pathOf(request),
    code,
    traceId: traceIdOf(request),
    errors: [...(extras.errors ?? [])],
  };
}

function logProblem(error: LogError): ApiProblem {
  if (error.code === 'LOG_FULL') {
    return new ApiProblem(
      503,
      error.code,
      'The log cannot take more: the disk is full. Nothing was stored.',
      RETRY_LATER,
    );
  }
  if (error.code === 'LOG_UNREACHABLE')
    return new ApiProblem(503, error.code, 'The log does not answer. Try again in a moment.', RETRY_LATER);
  if (error.code === 'UNKNOWN_OUTCOME') {
    const text =
      'The log did not answer: the command may be stored or not. Send it again with the same Idempotency-Key.';
    return new ApiProblem(503, error.code, text, RETRY_LATER);
  }
  return new ApiProblem(
    500,
    error.code,
    'The log cannot be read. The log of the server tells more under the trace id.',
  );
}

/** The error itself names hosts and users: that is for operators, who find it under /api/v1/health. */
function readModelProblem({ code }: ReadModelUnavailableError): ApiProblem {
  return new ApiProblem(
    503,
    code,
    'The database of the read model does not answer. Runs go on, and commands are taken. Try again in a moment.',
    RETRY_LATER,
  );
}

const RETRY_LATER = { headers: { 'retry-after': '5' } };

function pathOf({ url }: Pick<HttpRequest, 'url'>): string {
  return (url.split('?', 1)[0] ?? '').slice(0, 512);
}
