/** A refusal: data, not an error. Recorded as the outcome of its command. */
export interface Rejection {
  readonly rejected: true;
  /** UPPER_SNAKE, stable. */
  readonly code: string;
  /** Could not do X to Y: it is Z, expected W. */
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string; readonly param?: string }[];
}

export function reject(code: string, message: string, details?: Rejection['details']): Rejection {
  return details ? { rejected: true, code, message, details } : { rejected: true, code, message };
}

export function isRejection(value: object): value is Rejection {
  return 'rejected' in value;
}
