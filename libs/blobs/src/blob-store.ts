import type { Readable } from 'node:stream';

/** Part of a blob, in bytes. */
export interface ByteRange {
  readonly start: number;
  /** At most this many bytes; fewer when the blob ends before. */
  readonly length: number;
}

/**
 * The port to blobs: log shards and files of runs. Also the injection token. Keys are made by millrace from ids, never
 * taken from a caller (S04): segments of `A-Z a-z 0-9 _ . -` joined by `/`, see `segmentsOf`. It leaves out: appending to
 * a blob, versions, locks and any order between puts that run at the same time.
 *
 * Every method throws BlobError: `INVALID_KEY` for a key that is none, `UNSAFE_PATH` where the storage was tampered with,
 * `STORE_FULL` and `STORE_FAILED` for what the storage answered.
 */
export abstract class BlobStore {
  /**
   * Stores a blob, or replaces it as a whole: a reader sees the old bytes or the new ones, never a part. Resolves when
   * the blob is durable.
   */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;

  /** The whole blob; undefined when there is none. */
  abstract get(key: string): Promise<Uint8Array | undefined>;

  /** Some bytes of a blob, empty beyond its end; undefined when there is none. */
  abstract getRange(key: string, range: ByteRange): Promise<Uint8Array | undefined>;

  /** The blob as a stream; undefined when there is none. Whoever asks for it must read it to the end or destroy it. */
  abstract openRead(key: string): Promise<Readable | undefined>;

  /** Keys of `prefix` itself and of all below it, in order of their characters. `prefix` is whole segments. */
  abstract list(prefix: string): Promise<readonly string[]>;

  /** Removes the blob `prefix` and all below it. Nothing there is no error. */
  abstract delete(prefix: string): Promise<void>;
}
