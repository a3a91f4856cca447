/** A column holds what is never written there. */
export class UnreadableColumnError extends Error {
  constructor(value: unknown) {
    super(`A column of the read model has no whole number: ${String(value).slice(0, 80)}`);
    this.name = 'UnreadableColumnError';
  }
}
