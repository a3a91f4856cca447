import type { ExitCode } from './exit-codes.js';
import { EXIT } from './exit-codes.js';

/** One thing that is wrong, as people are told it. */
export interface Problem {
  /** UPPER_SNAKE, stable. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** Name of the file concerned, as the user gave it. */
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** 1-based. */
  readonly column?: number | undefined;
  /** JSON pointer into the document. */
  readonly pointer?: string | undefined;
  /** Name of the parameter concerned. */
  readonly param?: string | undefined;
}

/** An error that ends the command with an exit code of its own and is told without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly problems: readonly Problem[];

  constructor(
    readonly exitCode: ExitCode,
    problems: readonly Problem[],
  ) {
    super(problems.map(({ message }) => message).join('\n'));
    this.problems = problems;
  }
}

/** The user asked for something that cannot be: exit 2. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(EXIT.usage, [{ code: 'USAGE', message, hint }]);
}

/** The user ended the command: exit 130. Told only when there is something to say. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
