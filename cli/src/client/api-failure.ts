import { ApiError, ContractError, UnreachableError } from '@millrace/api-contract';
import type { Problem } from '../cli-error.js';
import { CliError } from '../cli-error.js';
import { EXIT, exitCodeOfStatus } from '../exit-codes.js';

const HINTS: ReadonlyMap<number, string> = new Map([
  [
    401,
    'Give a token with --token or MILLRACE_TOKEN. A server on this machine keeps it in its data folder, in the file token.',
  ],
  [403, 'The token is known, but may not do this.'],
]);

function problemsOf({ problem }: ApiError): readonly Problem[] {
  if (problem.errors.length > 0) return problem.errors;
  const hint = HINTS.get(problem.status);
  const trace = problem.status >= 500 && problem.traceId !== '' ? ` (trace ${problem.traceId})` : '';
  return [{ code: problem.code, message: `${problem.detail}${trace}`, hint }];
}

function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const deepest = cause?.cause instanceof Error ? cause.cause : cause;
  return deepest === undefined || deepest.message === '' ? '' : ` (${deepest.message})`;
}

/** What a failed call of the API means for the command; undefined for errors of another kind. */
export function failureOfCall(error: unknown): CliError | undefined {
  if (error instanceof ApiError) return new CliError(exitCodeOfStatus(error.status), problemsOf(error));
  if (error instanceof UnreachableError) {
    const hint = 'Start a server here with: millrace standalone. If one should be running: millrace doctor';
    return new CliError(EXIT.unreachable, [
      { code: 'UNREACHABLE', message: `${error.message}${reasonOf(error)}`, hint },
    ]);
  }
  if (!(error instanceof ContractError)) return undefined;
  const hint = 'Something else may be listening there, or the server is of another release: millrace version';
  return new CliError(EXIT.unexpected, [{ code: 'UNKNOWN_ANSWER', message: error.message, hint }]);
}

/** True when the server said that something is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
