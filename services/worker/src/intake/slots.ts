import type { TaskDispatch } from '@millrace/events';

/** Attempts that start no process have slots of their own, so that they do not wait behind long scripts. */
export type SlotClass = 'process' | 'light';

/** Orders what a worker holds: priority of the run, of the task, then arrival. Never runs more than its slots. */
export class Slots<T extends { readonly dispatch: TaskDispatch }> {
  private readonly waiting: T[][] = [];
  private held = 0;
  busy = 0;

  constructor(readonly slots: number) {}

  push(item: T): void {
    const [run, task] = item.dispatch.priority;
    (this.waiting[run * 5 + task] ??= []).push(item);
    this.held += 1;
  }

  /** Takes a slot for the next item; undefined when none is free, `limit` of them are taken, or nothing waits. */
  take(limit: number): T | undefined {
    if (this.busy >= Math.min(this.slots, limit) || this.held === 0) return undefined;
    for (const level of this.waiting) {
      const item = level?.shift();
      if (!item) continue;
      this.held -= 1;
      this.busy += 1;
      return item;
    }
    return undefined;
  }

  release(): void {
    this.busy -= 1;
  }

  /** Takes everything that waits. */
  clear(): readonly T[] {
    this.held = 0;
    return this.waiting.splice(0).flat();
  }
}
