/** How long a worker may live without being able to renew its lease, milliseconds (L41). */
export const LEASE_MS = 15_000;

/** A clock that may stand still while the machine sleeps, and one that does not; both in milliseconds. */
export interface LeaseClocks {
  readonly monotonic: () => number;
  readonly sinceBoot: () => number;
}

export type LeaseStanding =
  | 'good'
  /** It may be lost soon: nothing new is begun. */
  | 'doubtful'
  /** A master may take the worker for dead: nothing of it may run on. */
  | 'lost';

/**
 * The right of a worker process to run what it was given. It counts from when a renewal was sent, not from when it was
 * answered, because a master counts from when it saw it; and a machine that slept has lost it, whatever its clock says.
 */
export class Lease {
  private renewedAt: number;
  private bootOffset: number;

  constructor(
    private readonly clocks: LeaseClocks,
    private readonly lifeMs = LEASE_MS,
  ) {
    this.renewedAt = clocks.monotonic();
    this.bootOffset = clocks.sinceBoot() - this.renewedAt;
  }

  /** The time to give to `renewed` when the renewal that is about to be sent succeeds. */
  now(): number {
    return this.clocks.monotonic();
  }

  /** A renewal that was sent then has been confirmed. */
  renewed(sentAt: number): void {
    this.renewedAt = Math.max(this.renewedAt, sentAt);
  }

  /** For how long it still lasts, milliseconds; not above 0 when it is lost. */
  get leftMs(): number {
    const now = this.clocks.monotonic();
    const slept = this.clocks.sinceBoot() - now - this.bootOffset;
    return this.lifeMs - (now - this.renewedAt + Math.max(0, slept));
  }

  get standing(): LeaseStanding {
    const left = this.leftMs;
    if (left <= 0) return 'lost';
    return left <= this.lifeMs / 3 ? 'doubtful' : 'good';
  }

  /** A new incarnation begins with a lease of its own. */
  begin(): void {
    this.renewedAt = this.clocks.monotonic();
    this.bootOffset = this.clocks.sinceBoot() - this.renewedAt;
  }
}
