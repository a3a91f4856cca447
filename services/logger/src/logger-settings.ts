/** Limits of the logger. */
export interface LoggerSettings {
  /** Most lines of a shard. */
  readonly shardLines: number;
  /** Most bytes of a shard, unless one line is longer. */
  readonly shardBytes: number;
  /** How long lines may wait for others before they are stored, milliseconds; longer while a large shard is rewritten. */
  readonly flushMs: number;
  /** Lines of an attempt that are stored without waiting, about bytes. */
  readonly flushBytes: number;
  /** How many attempts are stored at the same time. */
  readonly flushes: number;
  /** Lines of all attempts that are held in memory, about bytes; beyond it the topic waits. */
  readonly bufferBytes: number;
  /** Attempts without waiting lines that are remembered. */
  readonly rememberedAttempts: number;
  /** Time between two writes of the position, milliseconds. */
  readonly commitMs: number;
}

export const DEFAULT_LOGGER_SETTINGS: LoggerSettings = {
  shardLines: 4_000,
  shardBytes: 1_048_576,
  flushMs: 200,
  flushBytes: 524_288,
  flushes: 8,
  bufferBytes: 2_097_152,
  rememberedAttempts: 10_000,
  commitMs: 1_000,
};
