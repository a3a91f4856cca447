export type ParameterErrorCode =
  | 'UNKNOWN_PARAMETER'
  | 'MISSING_PARAMETER'
  /** The value is not of the parameter's type. */
  | 'PARAMETER_TYPE'
  /** Below `min` or above `max`; of text, lists and maps their size. */
  | 'PARAMETER_RANGE'
  | 'PARAMETER_PATTERN'
  | 'PARAMETER_ENUM'
  /** The default could not be evaluated. */
  | 'PARAMETER_DEFAULT'
  /** `min`, `max`, `enum` or `pattern` of the definition itself are wrong. */
  | 'PARAMETER_DEFINITION';

/** A value that a parameter cannot have. Knows no name of a parameter: `ParameterProblem` does. */
export class ParameterError extends Error {
  readonly code: ParameterErrorCode;

  constructor(code: ParameterErrorCode, message: string) {
    super(message);
    this.name = 'ParameterError';
    this.code = code;
  }
}
