import { NotUtf8Error, decodeUtf8 } from '@millrace/api-contract';
import { ApiProblem } from './api-problem.js';

/** The body of a request as text. Throws NOT_UTF8 with the place of the first wrong byte. */
export function textOfBody(body: string | Uint8Array): string {
  if (typeof body === 'string') return body;
  try {
    return decodeUtf8(body);
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    const { code, message, line, column } = error.problem;
    throw new ApiProblem(400, code, `line ${line}, column ${column}: ${message}`, {
      errors: [error.problem],
    });
  }
}
