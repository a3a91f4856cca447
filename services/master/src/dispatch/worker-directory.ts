import type { WorkerRef } from '@millrace/dag';
import type { WorkerHeartbeat } from '@millrace/events';

/** Tasks that start no process share slots of their own, so that they do not wait behind long scripts. */
export type SlotClass = 'process' | 'light';

/** A worker process that may be given attempts. */
export interface LiveWorker {
  readonly ref: WorkerRef;
  readonly lane: number;
  readonly groups: readonly string[];
  readonly slots: Readonly<Record<SlotClass, number>>;
  /** Attempts that this master has given it and that have not ended. */
  readonly used: Record<SlotClass, number>;
}

/** The worker processes that this master may address: those that have announced themselves (L36). */
export class WorkerDirectory {
  private readonly workers = new Map<string, LiveWorker>();

  /** Takes an announcement; gives true when capacity may have grown. */
  heard(heartbeat: WorkerHeartbeat): boolean {
    const { incarnation } = heartbeat;
    const known = this.workers.get(incarnation);
    if (heartbeat.state !== 'ready') {
      this.workers.delete(incarnation);
      return false;
    }
    if (known) return false;
    this.workers.set(incarnation, {
      ref: { worker: heartbeat.worker, incarnation },
      lane: heartbeat.lane,
      groups: heartbeat.groups,
      slots: { process: heartbeat.slots, light: heartbeat.lightSlots },
      used: { process: 0, light: 0 },
    });
    return true;
  }

  /** The least loaded worker of the group with a free slot. */
  choose(group: string, slot: SlotClass): LiveWorker | undefined {
    let best: LiveWorker | undefined;
    let bestFree = 0;
    for (const worker of this.workers.values()) {
      const free = worker.slots[slot] - worker.used[slot];
      if (free <= bestFree || !worker.groups.includes(group)) continue;
      best = worker;
      bestFree = free;
    }
    return best;
  }

  /** The process is lost: it is given nothing more. */
  forget(incarnation: string): void {
    this.workers.delete(incarnation);
  }

  byIncarnation(incarnation: string): LiveWorker | undefined {
    return this.workers.get(incarnation);
  }

  all(): readonly LiveWorker[] {
    return [...this.workers.values()];
  }
}
