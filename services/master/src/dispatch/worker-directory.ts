import type { WorkerRef } from '@millrace/dag';
import type { WorkerHeartbeat } from '@millrace/events';
import { machineScore } from '@millrace/registry';

/** Tasks that start no process share slots of their own, so that they do not wait behind long scripts. */
export type SlotClass = 'process' | 'light';

type Counts = Record<SlotClass, number>;

/** A worker process that may be given attempts. The same object as long as it is known: heartbeats change it. */
export interface LiveWorker {
  readonly ref: WorkerRef;
  readonly groups: readonly string[];
  readonly slots: Readonly<Counts>;
  /** Attempts that this master has given it and that have not ended. */
  readonly used: Readonly<Counts>;
  /** `used` as it was when the worker was last heard. */
  readonly usedWhenHeard: Readonly<Counts>;
  /** Attempts of all masters that it had when it was last heard. */
  readonly busy: Readonly<Counts>;
  /** What its machine has left, 0 to 60 (`machineScore`); 30 where it told no load. */
  readonly machine: number;
  /** It begins nothing with a process at present. */
  readonly overloaded: boolean;
  /** When it was last heard, by this master's monotonic clock, milliseconds. */
  readonly heardAt: number;
}

/** Beats of processes that are gone are kept a while: a late heartbeat of one must not bring it back. */
const GONE_KEPT = 1000;

const NOBODY: readonly LiveWorker[] = [];

/** The worker processes that this master may address: those that have announced themselves (L36). */
export class WorkerDirectory {
  private readonly workers = new Map<string, LiveWorker>();
  private readonly groups = new Map<string, readonly LiveWorker[]>();
  /** By incarnation, heard of or not: after a take-over attempts are known before their worker speaks. */
  private readonly used = new Map<string, Counts>();
  /** The highest beat by incarnation, least lately heard first. */
  private readonly beats = new Map<string, number>();

  constructor(private readonly monotonic: () => number) {}

  /** Takes an announcement, unless it is a repeated or late one; gives true when capacity may have grown. */
  heard(heartbeat: WorkerHeartbeat): boolean {
    const { incarnation } = heartbeat;
    if (this.isLate(heartbeat)) return false;
    const known = this.workers.get(incarnation);
    if (heartbeat.state !== 'ready') {
      this.forget(incarnation);
      return false;
    }
    const said = this.read(heartbeat);
    if (known) Object.assign(known, said);
    else this.add(said);
    return !known;
  }

  /** The worker processes of a group, in the order in which they were first heard. */
  ofGroup(group: string): readonly LiveWorker[] {
    return this.groups.get(group) ?? NOBODY;
  }

  /** An attempt more, or less, of this master's. */
  count(incarnation: string, slot: SlotClass, by: 1 | -1): void {
    const used = this.usedOf(incarnation);
    used[slot] += by;
    if (used.process === 0 && used.light === 0 && !this.workers.has(incarnation))
      this.used.delete(incarnation);
  }

  /** The process is lost: it is given nothing more, until it is heard again. */
  forget(incarnation: string): void {
    const worker = this.workers.get(incarnation);
    if (!worker) return;
    this.workers.delete(incarnation);
    for (const group of worker.groups) {
      const left = this.ofGroup(group).filter((one) => one !== worker);
      if (left.length > 0) this.groups.set(group, left);
      else this.groups.delete(group);
    }
  }

  private read(heartbeat: WorkerHeartbeat): LiveWorker {
    const { incarnation, worker, groups, slots, lightSlots, busy, lightBusy, load, overloaded } = heartbeat;
    const known = this.workers.get(incarnation);
    const used = this.usedOf(incarnation);
    return {
      ref: known?.ref ?? { worker, incarnation },
      groups: known?.groups ?? [...new Set(groups)],
      slots: { process: slots, light: lightSlots },
      used,
      usedWhenHeard: { ...used },
      busy: { process: busy - lightBusy, light: lightBusy },
      machine: machineScore(load ?? {}),
      overloaded: overloaded !== undefined && overloaded.length > 0,
      heardAt: this.monotonic(),
    };
  }

  private add(worker: LiveWorker): void {
    this.workers.set(worker.ref.incarnation, worker);
    for (const group of worker.groups) this.groups.set(group, [...this.ofGroup(group), worker]);
  }

  private isLate({ incarnation, beat }: WorkerHeartbeat): boolean {
    if (beat === undefined) return false;
    const before = this.beats.get(incarnation);
    if (before !== undefined && beat <= before) return true;
    this.beats.delete(incarnation);
    this.beats.set(incarnation, beat);
    for (const oldest of this.beats.keys()) {
      if (this.beats.size <= this.workers.size + GONE_KEPT) break;
      this.beats.delete(oldest);
    }
    return false;
  }

  private usedOf(incarnation: string): Counts {
    let used = this.used.get(incarnation);
    if (!used) this.used.set(incarnation, (used = { process: 0, light: 0 }));
    return used;
  }
}
