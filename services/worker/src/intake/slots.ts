import type { TaskDispatch } from '@millrace/events';

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

  /** Takes a slot for the next item; undefined when none is free or nothing waits. */
  take(): T | undefined {
    if (this.busy >= this.slots || this.held === 0) return undefined;
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
