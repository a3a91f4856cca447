import type { ProblemDetail } from '@millrace/api-contract';

export interface ProblemExtras {
  readonly errors?: readonly ProblemDetail[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal of a request. The message says what, where and what to do; `code` is stable. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(message);
    this.name = 'ApiProblem';
  }
}

export function notFound(code: string, message: string): ApiProblem {
  return new ApiProblem(404, code, message);
}
