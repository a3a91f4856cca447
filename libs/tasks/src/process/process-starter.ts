import type { Readable } from 'node:stream';
import type { ProcessGuard } from './guard/process-guard.js';

/** A command line: the program and its arguments. Never a text that a shell would read. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** What a process is made of. Its environment is exactly the one given. */
export interface ProcessOrder {
  readonly command: CommandLine;
  readonly workDir: string;
  readonly env: Readonly<Record<string, string>>;
}

export type ExitStatus = readonly [exitCode: number | null, signal: NodeJS.Signals | null];

/** A process that is the leader of a session and a process group of its own, with no input. */
export interface StartedProcess {
  readonly pid: number;
  /** Clock ticks since boot, '' where the system does not tell. */
  readonly startTime: string;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Rejects when nobody can tell any more how it ended; its group has been killed then. */
  readonly exited: Promise<ExitStatus>;
}

/** There never was a process: the system's error, `code` such as ENOENT. */
export interface StartFailure {
  readonly code: string;
  readonly message: string;
}

/** Starts the processes of attempts. */
export interface ProcessStarter {
  /** Rejects only when the starter itself has failed. */
  start(order: ProcessOrder): Promise<StartedProcess | StartFailure>;
}

/** A starter that is opened and closed with its worker, and whose processes do not outlive that worker. */
export interface ProcessHost extends ProcessStarter {
  /** What ends the processes when the worker cannot. */
  readonly guard: ProcessGuard;
  /**
   * All that runs is ended, whatever this process does, when so much time has passed without another call. Until the
   * first call only the end of this process ends it.
   */
  live(forMs: number): void;
  /** Kills whatever still runs; nothing is started after. */
  close(): Promise<void>;
}

/** The system's error as a failure to start. */
export function startFailure(error: unknown): StartFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  return { code, message };
}
