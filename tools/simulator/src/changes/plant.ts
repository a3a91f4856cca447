import type { CodeChange } from './code-change.js';

/** A bug that is put into the code of the product, to see whether a simulation finds it. */
export interface Plant {
  readonly name: string;
  /** What is wrong then. */
  readonly what: string;
  /** Rules of the log protocol, or invariants, that it breaks. */
  readonly breaks: string;
  readonly changes: readonly CodeChange[];
}
