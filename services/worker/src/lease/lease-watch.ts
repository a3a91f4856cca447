import { uptime } from 'node:os';
import type { Clock } from '@millrace/nest-kit';
import type { LeaseStanding } from './lease.js';
import { Lease } from './lease.js';

/** How often the lease is looked at, milliseconds. */
const LOOK_MS = 250;

/** So long what was seen still holds, milliseconds: thousands of attempts a second begin, and a look reads the time since boot. */
const MOMENT_MS = 10;

/**
 * How much later than the worker itself the guard of its processes ends them, milliseconds: a worker that can act gives
 * back what it runs, and only says so of one that cannot. Far less than what a master waits longer than a lease.
 */
const GUARD_DELAY_MS = 1000;

/** What a worker does as its lease runs out. */
export interface LeaseDuties {
  /** Nothing is begun while it is so. */
  hold(doubtful: boolean): void;
  /** Ends everything and begins anew as another incarnation; called once for each loss. */
  fence(): Promise<void>;
  /** The lease was renewed: what runs may live for so long, should this process not be able to act any more. */
  live(forMs: number): void;
}

/** Looks at the lease all the time: a worker that cannot renew it ends its work before a master gives it to another (L41). */
export class LeaseWatch {
  readonly lease: Lease;
  private timer: NodeJS.Timeout | undefined;
  private fencing = false;
  private stopping = false;
  private leftMs = 0;
  private lookedAt = -Infinity;
  private standing: LeaseStanding = 'good';

  constructor(
    clock: Clock,
    private readonly duties: LeaseDuties,
    sinceBoot: () => number = () => uptime() * 1000,
  ) {
    this.lease = new Lease({ monotonic: () => clock.monotonic(), sinceBoot });
  }

  /** Why the worker begins nothing at present; undefined when it does. */
  get trouble(): string | undefined {
    return this.standing !== 'good'
      ? 'The lease cannot be renewed, neither by the log nor by the registry: nothing is begun.'
      : undefined;
  }

  start(): void {
    this.lease.begin();
    this.leftMs = 0;
    this.tell();
    this.timer ??= setInterval(() => this.look(), LOOK_MS);
  }

  /** To be called before anything begins: a process that stood still hears of work before its timers are due. */
  lookNow(): void {
    if (this.timer && this.lease.now() - this.lookedAt >= MOMENT_MS) this.look();
  }

  /** The worker ends what it runs by itself: nothing is fenced any more, and the guard is still told. */
  stop(): void {
    this.stopping = true;
  }

  /** Nothing runs any more. */
  end(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    this.lookedAt = this.lease.now();
    this.tell();
    if (this.fencing || this.stopping) return;
    this.standing = this.lease.standing;
    this.duties.hold(this.standing !== 'good');
    if (this.standing !== 'lost') return;
    this.fencing = true;
    void this.duties.fence().finally(() => (this.fencing = false));
  }

  /** What is left grows by a renewal only. */
  private tell(): void {
    const left = this.lease.leftMs;
    if (left > this.leftMs) this.duties.live(left + GUARD_DELAY_MS);
    this.leftMs = left;
  }
}
