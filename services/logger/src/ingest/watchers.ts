import type { LogRef } from '@millrace/blobs';
import { folderOfLog } from '../log-ref.js';

/** Who wants to hear of new lines. */
export class Watchers {
  private readonly calls = new Map<string, Set<() => void>>();

  add(ref: LogRef, call: () => void): () => void {
    const key = folderOfLog(ref);
    const calls = this.calls.get(key) ?? new Set();
    // Of its own, so that the same function may be added twice.
    const own = (): void => call();
    calls.add(own);
    this.calls.set(key, calls);
    return () => {
      calls.delete(own);
      if (calls.size === 0 && this.calls.get(key) === calls) this.calls.delete(key);
    };
  }

  notify(ref: LogRef): void {
    if (this.calls.size === 0) return;
    for (const call of [...(this.calls.get(folderOfLog(ref)) ?? [])]) call();
  }
}
