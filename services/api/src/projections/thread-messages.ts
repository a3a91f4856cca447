import type { ProjectedPosition } from './projection-runner.js';

/** What the thread of a projection works on. */
export interface ThreadData {
  /** Data folder of the embedded log. */
  readonly folder: string;
  /** File of the read model; its tables are there. */
  readonly file: string;
  readonly partitions: number;
}

export type ToThread =
  { readonly wake: true } | { readonly rebuild: true } | { readonly resume: true } | { readonly stop: true };

/** What it tells by itself, as of `DriverListener`. */
export type ToldByThread =
  | { readonly caughtUp: true }
  | { readonly stalled: string }
  | { readonly damaged: string }
  | { readonly fatal: string };

export type FromThread =
  | ProjectedPosition
  /** It listens. */
  | { readonly ready: true }
  | { readonly rebuilt: true }
  | ToldByThread;
