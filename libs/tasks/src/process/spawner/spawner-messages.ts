import type { ProcessOrder, StartFailure } from '../process-starter.js';

/** From the worker: start this process, with these named pipes as its outputs. */
export interface SpawnOrder extends ProcessOrder {
  readonly id: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** To the worker, about the order of that id: one of the first two, and after `pid` the third. */
export type SpawnAnswer =
  | { readonly id: number; readonly pid: number; readonly startTime: string }
  | { readonly id: number; readonly failure: StartFailure }
  | { readonly id: number; readonly exitCode: number | null; readonly signal: NodeJS.Signals | null };
