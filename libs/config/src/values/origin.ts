/** Where a value was found. */
export interface Origin {
  /** As it begins a message: `millrace.yaml:4:12`, `variable MILLRACE_KAFKA_BROKERS`. */
  readonly place: string;
  /** What of that is in the file. */
  readonly position?: TextPosition;
}

export interface TextPosition {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

export function originInFile(file: string, position: TextPosition): Origin {
  return { place: `${file}:${position.line}:${position.column}`, position };
}

export function originInVariable(variable: string): Origin {
  return { place: `variable ${variable}` };
}
