import type { AttemptName } from './attempt-key.js';

/** The log of one attempt while it runs. */
export interface OpenLog {
  /** Takes raw bytes; a promise means: wait before giving more. */
  readonly write: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => Promise<void> | undefined;
  /** Lines so far. */
  lines(): number;
  /** The last lines, for the failure. */
  tail(): string;
  /** Resolves when every line is acknowledged. */
  end(): Promise<void>;
}

/** Opens the logs of attempts. An attempt that writes nothing costs nothing. */
export interface AttemptLogs {
  open(name: AttemptName): OpenLog;
}
