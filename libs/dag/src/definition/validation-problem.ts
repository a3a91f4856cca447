/** One thing that is wrong with a workflow file, with its place and what to do about it. */
export interface ValidationProblem {
  /** UPPER_SNAKE, stable: `UNKNOWN_KEY`, `CYCLE`, `NOT_YET_SUPPORTED` … */
  readonly code: string;
  /** What is wrong, in one sentence that names the offender. */
  readonly message: string;
  /** What to write instead, when it is known. */
  readonly hint?: string;
  /** JSON pointer into the document, '' for the whole. */
  readonly pointer: string;
  /** 1-based, of the first character concerned. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}
