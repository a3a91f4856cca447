import type { ProblemDetail } from '@millrace/api-contract';
import type { OutcomeDetails, Reply } from '@millrace/events';
import { ApiProblem } from '../http/api-problem.js';

const STATUS: Readonly<Record<string, number>> = {
  UNKNOWN_WORKFLOW: 404,
  UNKNOWN_VERSION: 404,
  UNKNOWN_RUN: 404,
  INVALID_PARAMETERS: 400,
  IDEMPOTENCY_CONFLICT: 422,
  ALREADY_DONE: 409,
  ALREADY_STARTED: 409,
  RUN_ENDED: 409,
  NOT_RUNNING: 409,
  NOT_PAUSED: 409,
};

/** The refusal of a command by its master, as an answer. */
export function rejectionProblem(reply: Reply): ApiProblem {
  const code = reply.code ?? 'REJECTED';
  const headers = { 'x-consistency-position': reply.position };
  return new ApiProblem(STATUS[code] ?? 400, code, reply.message ?? `The command was rejected: ${code}.`, {
    errors: problemDetails(reply.details ?? []),
    headers,
  });
}

/** What a master found wrong in particular, as the API shows it. */
export function problemDetails(details: OutcomeDetails): ProblemDetail[] {
  return details.map(({ code, message, param }) => {
    return { code, message, ...(param === undefined ? {} : { param }) };
  });
}
