/** Base of what a read model can answer. Match on `code`, never on text. */
export abstract class ReadModelError extends Error {
  abstract readonly code: string;
}

/** The read model was written by a newer release; this one would misread it. */
export class ReadModelTooNewError extends ReadModelError {
  override readonly code = 'READ_MODEL_TOO_NEW';
}

/** The read model is damaged. It is made anew from the log when it is opened the next time. */
export class ReadModelDamagedError extends ReadModelError {
  override readonly code = 'READ_MODEL_DAMAGED';
}

/** Somebody else has moved the position on since it was read: load it again (L7). Nothing was written. */
export class PositionConflictError extends ReadModelError {
  override readonly code = 'POSITION_CONFLICT';
}
