/** Base of what a read model can answer. Match on `code`, never on text. */
export abstract class ReadModelError extends Error {
  abstract readonly code: string;
}

/** The read model was written by a newer release; this one would misread it. */
export class ReadModelTooNewError extends ReadModelError {
  override readonly code = 'READ_MODEL_TOO_NEW';
}

/** The read model cannot be read: its rows must be made anew from the log. */
export class ReadModelDamagedError extends ReadModelError {
  override readonly code = 'READ_MODEL_DAMAGED';
}

/** The disk has no room for more rows. Nothing was written; the same again may succeed later. */
export class ReadModelFullError extends ReadModelError {
  override readonly code = 'READ_MODEL_FULL';
}

/** The database does not answer, or lets nobody in. What was asked may be asked again; it may have been done, too. */
export class ReadModelUnavailableError extends ReadModelError {
  override readonly code = 'READ_MODEL_UNAVAILABLE';
}

/** Somebody else has moved the position on since it was read: load it again (L7). Nothing was written. */
export class PositionConflictError extends ReadModelError {
  override readonly code = 'POSITION_CONFLICT';
}

/** A read model that was made anew is not as far as the one whose place it was to take. Nothing was exchanged. */
export class ReadModelBehindError extends ReadModelError {
  override readonly code = 'READ_MODEL_BEHIND';
}

/** The read model is being made anew by somebody already. */
export class RebuildRunningError extends ReadModelError {
  override readonly code = 'REBUILD_RUNNING';
}
