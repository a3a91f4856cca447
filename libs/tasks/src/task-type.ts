import type { TaskTypeSpec, Value } from '@millrace/dag';
import type { ProcessStarter } from './process/process-starter.js';

/** A task type: what the validator must know, and how to run it. One folder each, one line in `task-types.ts`. */
export interface TaskType extends TaskTypeSpec {
  /** True when an attempt starts operating system processes: it gets a work folder and is journalled before it starts. */
  readonly spawns: boolean;
  /** True when it only waits: such attempts have slots of their own and never wait behind scripts. */
  readonly light?: true;
  /** Loads the executor. Only the worker calls it, so that no driver is loaded in master or api. */
  readonly executor: () => Promise<TaskExecutor>;
}

/** Runs one attempt to its end. Never throws for what the user did wrong: that is a `failed` result. */
export type TaskExecutor = (context: TaskContext) => Promise<TaskResult>;

export interface TaskContext {
  /** The type's own keys, expressions evaluated, checked by the type's schema; in `valueKeys` integers are bigint. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The whole environment of a child process (workflow-format §7). */
  readonly env: Readonly<Record<string, string>>;
  /** Folder of this attempt, mode 0700, removed afterwards; '' when the type does not spawn. */
  readonly workDir: string;
  /** Same for all attempts of this task in this round of the run. */
  readonly idempotencyKey: string;
  /** Aborted when the attempt must end: its reason is a `StopReason`. */
  readonly signal: AbortSignal;
  /** Time between TERM and KILL, milliseconds. */
  readonly killGraceMs: number;
  /** Aborted when there is no time for that grace any more: an attempt that was told to end is killed at once. */
  readonly urgent: AbortSignal;
  /**
   * Takes raw bytes of the attempt's log. When a promise is returned, wait for it before reading on. When it throws or
   * rejects, the process is killed and the executor rejects with that error: it is the worker's.
   */
  readonly log: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => Promise<void> | undefined;
  /** What starts processes. */
  readonly processes: ProcessStarter;
  /**
   * The journal's entry of a process: called when it has started, before anything else of it is seen. A throw kills
   * the process and rejects the executor. `startTime`: clock ticks since boot, '' where the system does not tell.
   */
  readonly onSpawn: (process: { readonly pid: number; readonly startTime: string }) => void;
}

/** Why an attempt is ended from outside. */
export type StopReason = 'kill' | 'timed-out' | 'drain' | 'lease-lost';

export type TaskResult =
  | {
      readonly state: 'succeeded';
      readonly outputs: Readonly<Record<string, Value>>;
      readonly exitCode?: number;
    }
  | {
      readonly state: 'failed';
      readonly code: string;
      readonly message: string;
      readonly exitCode?: number;
      /** False: a further attempt would end the same way (a wrong setting), so it is not retried. Default true. */
      readonly retryable?: boolean;
    }
  /** Ended because `signal` was aborted; the worker reports `killed`, `timed-out` or `lost` by the signal's reason. */
  | { readonly state: 'stopped'; readonly exitCode?: number };
