/** Remembers a change until somebody waits for it, so that none is missed between looking and waiting. */
export class ChangeSignal {
  private changed = false;
  private wake: (() => void) | undefined;

  readonly notify = (): void => {
    this.changed = true;
    this.wake?.();
  };

  /** Resolves at the next change, or at once when there was one since the last call. */
  async next(): Promise<void> {
    if (!this.changed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.changed = false;
  }
}
