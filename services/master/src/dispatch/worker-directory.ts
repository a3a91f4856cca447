import type { WorkerRef } from '@millrace/dag';
import type { WorkerHeartbeat } from '@millrace/events';

/** Tasks that start no process share slots of their own, so that they do not wait behind long scripts. */
export type SlotClass = 'process' | 'light';

type Counts = Record<SlotClass, number>;

/** A worker process that may be given attempts. */
export interface LiveWorker {
  readonly ref: WorkerRef;
  readonly groups: readonly string[];
  readonly slots: Readonly<Counts>;
  /** Attempts that this master has given it and that have not ended. */
  readonly used: Counts;
  /** Attempts of all masters that it had when it was last heard. */
  readonly busy: Readonly<Counts>;
}

/** The worker processes that this master may address: those that have announced themselves (L36). */
export class WorkerDirectory {
  private readonly workers = new Map<string, LiveWorker>();
  /** By incarnation, heard of or not: after a take-over attempts are known before their worker speaks. */
  private readonly used = new Map<string, Counts>();

  /** Takes an announcement; gives true when capacity may have grown. */
  heard(heartbeat: WorkerHeartbeat): boolean {
    const { incarnation, worker, groups, slots, lightSlots, busy, lightBusy } = heartbeat;
    if (heartbeat.state !== 'ready') {
      this.workers.delete(incarnation);
      return false;
    }
    const known = this.workers.has(incarnation);
    this.workers.set(incarnation, {
      ref: { worker, incarnation },
      groups,
      slots: { process: slots, light: lightSlots },
      used: this.usedOf(incarnation),
      busy: { process: busy - lightBusy, light: lightBusy },
    });
    return !known;
  }

  /** The worker of the group with a free slot that has most left, as far as is known of what other masters gave it. */
  choose(group: string, slot: SlotClass): LiveWorker | undefined {
    let best: LiveWorker | undefined;
    let bestFree = -Infinity;
    for (const worker of this.workers.values()) {
      const used = worker.used[slot];
      if (used >= worker.slots[slot] || !worker.groups.includes(group)) continue;
      const free = worker.slots[slot] - Math.max(used, worker.busy[slot]);
      if (free <= bestFree) continue;
      best = worker;
      bestFree = free;
    }
    return best;
  }

  /** An attempt more, or less, of this master's. */
  count(incarnation: string, slot: SlotClass, by: 1 | -1): void {
    const used = this.usedOf(incarnation);
    used[slot] += by;
    if (used.process === 0 && used.light === 0 && !this.workers.has(incarnation))
      this.used.delete(incarnation);
  }

  /** The process is lost: it is given nothing more. */
  forget(incarnation: string): void {
    this.workers.delete(incarnation);
  }

  private usedOf(incarnation: string): Counts {
    let used = this.used.get(incarnation);
    if (!used) this.used.set(incarnation, (used = { process: 0, light: 0 }));
    return used;
  }
}
