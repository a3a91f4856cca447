export type ValueErrorCode =
  'TYPE' | 'INVALID_TEXT' | 'OUT_OF_RANGE' | 'DIVISION_BY_ZERO' | 'TOO_EXPENSIVE' | 'INVALID_PATTERN';

/**
 * What is wrong with a value. Thrown by the functions on values, which know no place; the evaluator adds the offset
 * (`ExpressionError`), parameters add the name (`ParameterError`).
 */
export class ValueError extends Error {
  readonly code: ValueErrorCode;
  /** What to write instead, when it is known. */
  readonly hint: string | undefined;

  constructor(code: ValueErrorCode, message: string, hint?: string) {
    super(message);
    this.name = 'ValueError';
    this.code = code;
    this.hint = hint;
  }
}

/** Text as it may stand in a message: in quotes, cut after 60 characters. */
export function quoted(text: string): string {
  return text.length <= 60 ? `'${text}'` : `'${text.slice(0, 57)}...'`;
}
