import type { WorkerRef } from './state.js';

/** What the master must do in the world once the record is verified (L19). Data only; repeating an effect is harmless. */
export type Effect = OfferTask | DispatchTask | StopTask | StartTimer | CancelTimer | EndRun;

/** Put a queued task run into the dispatch heap of its worker group. Soft state: offered again after a take-over. */
export interface OfferTask {
  readonly effect: 'OfferTask';
  readonly task: number;
}

/** Send the attempt to the worker that the event names. */
export interface DispatchTask {
  readonly effect: 'DispatchTask';
  readonly task: number;
}

export type StopCause = 'run-stopped' | 'run-failing' | 'overdue';

/** Tell the worker to end the attempt. */
export interface StopTask {
  readonly effect: 'StopTask';
  readonly task: number;
  readonly attempt: number;
  readonly worker: WorkerRef;
  readonly cause: StopCause;
}

export const RUN_TIMEOUT = -1;

/** A timer is named by its task, or `RUN_TIMEOUT`: at most one is set for each at a time. */
export interface StartTimer {
  readonly effect: 'StartTimer';
  readonly task: number;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

export interface CancelTimer {
  readonly effect: 'CancelTimer';
  readonly task: number;
}

/** The run has ended: it may leave memory. */
export interface EndRun {
  readonly effect: 'EndRun';
}
