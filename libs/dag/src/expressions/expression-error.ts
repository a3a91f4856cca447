export type ExpressionErrorCode =
  /** The text is not CEL. */
  | 'SYNTAX'
  /** Too long, too many parts or too deeply nested. */
  | 'TOO_COMPLEX'
  /** A name that no expression knows, or a field that its owner never has. */
  | 'UNKNOWN_NAME'
  | 'UNKNOWN_FUNCTION'
  /** What is referred to cannot be told without evaluating. */
  | 'DYNAMIC_REFERENCE'
  /** `tasks.a` or `params` alone: names too little. */
  | 'INCOMPLETE_REFERENCE'
  | 'NOT_YET_SUPPORTED'
  /** CEL, but a part of it that millrace leaves out. */
  | 'UNSUPPORTED'
  | 'INVALID_PATTERN'
  | 'UNCLOSED_TEMPLATE'
  /** Known, but not given where the expression is evaluated (`secrets` in `if`). */
  | 'NAME_NOT_AVAILABLE'
  | 'MISSING_KEY'
  | 'TYPE'
  | 'INVALID_TEXT'
  | 'OUT_OF_RANGE'
  | 'DIVISION_BY_ZERO'
  /** Evaluation was given up because it does too much work or makes too large a value. */
  | 'TOO_EXPENSIVE';

/** What is wrong with an expression, when it is compiled or when it is evaluated. */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode;
  /** 0-based index into the source that was compiled; of a template, into the whole template. */
  readonly offset: number;
  /** What to write instead, when it is known. */
  readonly hint: string | undefined;

  constructor(code: ExpressionErrorCode, message: string, offset: number, hint?: string) {
    super(message);
    this.name = 'ExpressionError';
    this.code = code;
    this.offset = offset;
    this.hint = hint;
  }
}
