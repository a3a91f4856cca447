/** Base of what a log can answer. Match on `code`, never on text. */
export abstract class LogError extends Error {
  abstract readonly code: string;
  /** Would trying again help? */
  abstract readonly retryable: boolean;
}

/** A send failed or timed out: it may be stored now, later or never (L15). */
export class UnknownOutcomeError extends LogError {
  override readonly code = 'UNKNOWN_OUTCOME';
  override readonly retryable = true;
}

/** The log knows another owner; nothing was stored. */
export class FencedError extends LogError {
  override readonly code = 'FENCED';
  override readonly retryable = false;
}

/** The log is not what it was: truncated, re-created, damaged, or newer than this release. Stop loudly. */
export class LogCorruptError extends LogError {
  override readonly code = 'LOG_CORRUPT';
  override readonly retryable = false;
}

/** A file of the log cannot be used as it is; the message names it and says what to do. */
export class LogFileError extends LogCorruptError {}

/** The folder that was named for a log cannot be used as it is; the message says what to do. */
export class DataFolderError extends LogError {
  override readonly code = 'DATA_FOLDER_UNUSABLE';
  override readonly retryable = false;
}

/** The log cannot take more: the disk is full. Nothing of the send was stored. */
export class LogFullError extends LogError {
  override readonly code = 'LOG_FULL';
  override readonly retryable = true;
}

/** Another process has the log. */
export class LogInUseError extends LogError {
  override readonly code = 'LOG_IN_USE';
  override readonly retryable = false;
}

/** The log was written by a newer release. */
export class LogTooNewError extends LogError {
  override readonly code = 'LOG_TOO_NEW';
  override readonly retryable = false;
}

/** A record is larger than the log takes; nothing was stored. */
export class RecordTooLargeError extends LogError {
  override readonly code = 'RECORD_TOO_LARGE';
  override readonly retryable = false;
}

/** No broker of the log can be reached, or none lets this process in. */
export class LogUnreachableError extends LogError {
  override readonly code = 'LOG_UNREACHABLE';
  override readonly retryable = true;
}

/** The clock of this machine is too far from that of the log (L10). */
export class ClockError extends LogError {
  override readonly code = 'CLOCK_OFF';
  override readonly retryable = false;
}

/** The cluster was made with other topics or counts of partitions than this process has (L56). */
export class ClusterMismatchError extends LogError {
  override readonly code = 'CLUSTER_MISMATCH';
  override readonly retryable = false;
}
