import type { ProcessOrder, StartFailure } from '../process-starter.js';

/** What the spawner is told at its start, as its only argument. */
export interface SpawnerSetup {
  /**
   * The /proc of the worker, where the spawner has other pids than the worker knows: there it looks these up. Undefined
   * where both have the same.
   */
  readonly workerProc?: string;
  /** The folder of the cgroup that it enters, and kills at the end. */
  readonly cgroup?: string;
  /** Text in the environment of all that it is ordered to start; at the end whatever has it is killed. */
  readonly mark?: string;
}

/** From the worker: start this process, with these named pipes as its outputs. */
export interface SpawnOrder extends ProcessOrder {
  readonly id: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** From the worker: end all when nothing like it has come for so long. */
export interface LiveOrder {
  readonly liveMs: number;
}

/** To the worker, about the order of that id: one of the first two, and after `pid` the third. */
export type SpawnAnswer =
  | { readonly id: number; readonly pid: number; readonly startTime: string }
  | { readonly id: number; readonly failure: StartFailure }
  | { readonly id: number; readonly exitCode: number | null; readonly signal: NodeJS.Signals | null };
