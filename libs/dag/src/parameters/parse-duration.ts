import { parseShortDuration } from '../expressions/time/duration-text.js';
import { ValueError } from '../expressions/value-error.js';
import { ParameterError } from './parameter-error.js';

/**
 * Milliseconds of a duration as the workflow file writes it: `250ms 30s 5m 2h 1d` and sums from large to small
 * (`1h30m`); a day has 24 hours. Throws a ParameterError (PARAMETER_TYPE) that says how to write it; a bare number has
 * no unit and is one. Source: workflow-format §3.
 */
export function parseDuration(text: string): number {
  try {
    return parseShortDuration(text);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ParameterError('PARAMETER_TYPE', withHint(error));
  }
}

/** The message and, when there is one, what to write instead. */
export function withHint({
  message,
  hint,
}: {
  readonly message: string;
  readonly hint: string | undefined;
}): string {
  return hint === undefined ? message : `${message} ${hint}`;
}
