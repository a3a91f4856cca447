const KIB = 1024;
const MIB = 1024 * KIB;

/** How much of an attempt's log is kept (workflow-format §7). Both are settings of the worker. */
export interface LogLimits {
  /** Longest line in bytes, without its line feed, at most 128 KiB; the rest is cut with a marker. */
  readonly lineBytes: number;
  /**
   * Most bytes of an attempt, line feeds included; a line of less than 32 bytes counts as 32, so that storage is
   * bounded too. Beyond it the first seven eighths and the last eighth are kept.
   */
  readonly attemptBytes: number;
}

/** 64 KiB a line; 256 MiB an attempt: the first 224 and the last 32. */
export const DEFAULT_LOG_LIMITS: LogLimits = { lineBytes: 64 * KIB, attemptBytes: 256 * MIB };

/** Bytes at the end of a long log that are kept. */
export function tailBytesOf(limits: LogLimits): number {
  return Math.floor(limits.attemptBytes / 8);
}
