import { uptime } from 'node:os';
import type { Clock } from '@millrace/nest-kit';
import type { LeaseStanding } from './lease.js';
import { Lease } from './lease.js';

/** How often the lease is looked at, milliseconds. */
const LOOK_MS = 250;

/** What a worker does as its lease runs out. */
export interface LeaseDuties {
  /** Nothing is begun while it is so. */
  hold(doubtful: boolean): void;
  /** Ends everything and begins anew as another incarnation; called once for each loss. */
  fence(): Promise<void>;
}

/** Looks at the lease all the time: a worker that cannot renew it ends its work before a master gives it to another (L41). */
export class LeaseWatch {
  readonly lease: Lease;
  private timer: NodeJS.Timeout | undefined;
  private fencing = false;
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
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    if (this.fencing) return;
    this.standing = this.lease.standing;
    this.duties.hold(this.standing !== 'good');
    if (this.standing !== 'lost') return;
    this.fencing = true;
    void this.duties.fence().finally(() => (this.fencing = false));
  }
}
