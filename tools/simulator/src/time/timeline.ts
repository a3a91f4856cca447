import { AsyncLocalStorage } from 'node:async_hooks';
import { settled } from './settled.js';
import { SimProcess } from './sim-process.js';

/** Things that happen at one instant at most: more is a loop that never lets time pass. */
const MOST_AT_ONCE = 1_000_000;

/** A loop of the system never lets time pass. */
export class TimeStandsError extends Error {}

/** Something that will happen, unless it is cancelled. */
export interface Planned {
  cancelled: boolean;
}

interface Entry extends Planned {
  readonly at: number;
  readonly order: number;
  readonly owner: SimProcess;
  readonly happen: () => void;
}

/**
 * The time of a simulation, and all that will happen in it, in order. It passes only from one thing to the next. What
 * belongs to a frozen process waits until it thaws; what belongs to a dead one never happens.
 */
export class Timeline {
  /** Whoever is no process of the system: the network, brokers, people. */
  readonly world = new SimProcess('world');
  private readonly owners = new AsyncLocalStorage<SimProcess>();
  private readonly heap: Entry[] = [];
  private planned = 0;
  private time = 0;
  private atOnce = 0;
  /** How many things have happened. */
  happened = 0;

  /** Milliseconds since the beginning. */
  get now(): number {
    return this.time;
  }

  /** The process in whose name the caller acts. */
  get owner(): SimProcess {
    return this.owners.getStore() ?? this.world;
  }

  /** Acts in the name of a process. */
  as<T>(owner: SimProcess, act: () => T): T {
    return this.owners.run(owner, act);
  }

  /** Has something happen in the name of `owner`, `afterMs` from now. */
  plan(afterMs: number, happen: () => void, owner = this.owner): Planned {
    this.planned += 1;
    const at = this.time + Math.max(0, afterMs);
    const entry: Entry = { at, order: this.planned, owner, happen, cancelled: false };
    this.add(entry);
    return entry;
  }

  /** Resolves, in the name of the caller, after so many milliseconds. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.plan(ms, resolve));
  }

  kill(one: SimProcess): void {
    one.state = 'dead';
    one.missed.length = 0;
  }

  freeze(one: SimProcess): void {
    if (one.state === 'runs') one.state = 'frozen';
  }

  /** All that it has missed happens now, in order. */
  thaw(one: SimProcess): void {
    if (one.state !== 'frozen') return;
    one.state = 'runs';
    for (const happen of one.missed.splice(0)) this.plan(0, happen, one);
  }

  /** Lets the time pass, and all happen that is due until then. */
  async passUntil(end: number): Promise<void> {
    for (let next = this.heap[0]; next && next.at <= end; next = this.heap[0]) {
      this.take();
      if (next.cancelled || next.owner.state === 'dead') continue;
      this.moveTo(next.at);
      if (next.owner.state === 'frozen') {
        next.owner.missed.push(() => next.cancelled || next.happen());
        continue;
      }
      this.happened += 1;
      this.as(next.owner, next.happen);
      await settled();
    }
    this.time = Math.max(this.time, end);
  }

  /** Lets the time pass until some work has ended, which may wait for what happens, or for a file. */
  async passFor<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const done = work.finally(() => (ended = true));
    done.catch(() => undefined);
    for (await settled(); !ended; await settled()) await this.passUntil(this.heap[0]?.at ?? this.time);
    return await done;
  }

  private moveTo(at: number): void {
    this.atOnce = at > this.time ? 0 : this.atOnce + 1;
    if (this.atOnce > MOST_AT_ONCE)
      throw new TimeStandsError(`Time does not pass any more at ${this.time} ms.`);
    this.time = Math.max(this.time, at);
  }

  private add(entry: Entry): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || !isBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  private take(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const child = this.lesserChild(at);
      const below = heap[child];
      if (!below || !isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }

  private lesserChild(at: number): number {
    const [left, right] = [this.heap[2 * at + 1], this.heap[2 * at + 2]];
    return left && right && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
