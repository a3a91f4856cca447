/** Other code in the place of a piece of the product, as it is loaded. */
export interface CodeChange {
  /** The compiled file, from the root of the repository. */
  readonly file: string;
  /** Text that stands in it exactly once, and what takes its place. */
  readonly find: string;
  readonly put: string;
}

/** Other code in the place of a whole file. */
export interface WholeSource {
  readonly file: string;
  readonly source: string;
}
