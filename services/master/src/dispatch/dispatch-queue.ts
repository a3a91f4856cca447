/** Run priority and task priority, 0 (highest) to 4 (lowest). */
export type PriorityPair = readonly [run: number, task: number];

interface Lane<T> {
  readonly run: string;
  readonly items: T[];
  head: number;
}

const LEVELS = 5;

/**
 * What waits for a slot of one worker group: by priority of the run, then of the task; within the same priority runs
 * take turns, so a large one does not starve a small one; within a run by age.
 */
export class DispatchQueue<T> {
  private readonly levels: Map<string, Lane<T>>[] = Array.from(
    { length: LEVELS * LEVELS },
    () => new Map<string, Lane<T>>(),
  );
  private waiting = 0;

  get size(): number {
    return this.waiting;
  }

  push(run: string, [runPriority, taskPriority]: PriorityPair, item: T): void {
    const level = this.levels[runPriority * LEVELS + taskPriority];
    if (!level) throw new Error(`There is no priority ${runPriority}/${taskPriority}.`);
    let lane = level.get(run);
    if (!lane) level.set(run, (lane = { run, items: [], head: 0 }));
    lane.items.push(item);
    this.waiting += 1;
  }

  /** Takes the next item, or undefined when nothing waits. */
  pop(): T | undefined {
    for (const level of this.levels) {
      const lane = level.values().next().value;
      if (!lane) continue;
      const item = lane.items[lane.head];
      lane.head += 1;
      this.waiting -= 1;
      level.delete(lane.run);
      if (lane.head < lane.items.length) level.set(lane.run, lane);
      return item;
    }
    return undefined;
  }

  /** Drops what `keep` says no to. */
  retain(keep: (item: T) => boolean): void {
    for (const level of this.levels) {
      for (const [run, lane] of level) {
        const items = lane.items.slice(lane.head).filter(keep);
        this.waiting -= lane.items.length - lane.head - items.length;
        if (items.length === 0) level.delete(run);
        else level.set(run, { run, items, head: 0 });
      }
    }
  }
}
