export type BlobErrorCode = 'INVALID_KEY' | 'UNSAFE_PATH' | 'STORE_FULL' | 'STORE_FAILED';

/** What a blob store can answer. Match on `code`, never on text. */
export class BlobError extends Error {
  override readonly name = 'BlobError';
  /** Would trying again help? */
  readonly retryable: boolean;

  constructor(
    readonly code: BlobErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.retryable = code === 'STORE_FULL' || code === 'STORE_FAILED';
  }
}
