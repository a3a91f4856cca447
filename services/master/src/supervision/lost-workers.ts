import type { WorkerRef } from '@millrace/dag';

/** Where a renewal can be seen: the registry, and topic `heartbeats`. */
export const LEASE_SOURCES = ['registry', 'heartbeats'] as const;
export type LeaseSource = (typeof LEASE_SOURCES)[number];

/** A lease lasts so long for the worker, and for a master so much longer, milliseconds (L41). */
export const LEASE_MS = 15_000;
const GRACE_MS = 5000;

/** Renewals of processes that nobody has named for so long are forgotten, milliseconds. */
const FORGET_MS = 10 * 60_000;

/**
 * Judges which worker processes are lost (L41): those that active attempts name, of which neither source has shown a
 * renewal for a lease and a grace, while both could be read without a break. All times are of this master's own
 * monotonic clock, so a store that was emptied, put back or is down, a master that stood still, and clocks that differ
 * lose nobody.
 */
export class LostWorkers {
  private readonly readableSince = new Map<LeaseSource, number>();
  private readonly renewedAt = new Map<string, number>();
  private readonly namedSince = new Map<string, number>();

  constructor(private readonly monotonic: () => number) {}

  /** A renewal of this process was seen that had not been seen before. */
  renewed(incarnation: string): void {
    this.renewedAt.set(incarnation, this.monotonic());
  }

  /** All that stood in the source could be read. */
  readable(source: LeaseSource): void {
    if (!this.readableSince.has(source)) this.readableSince.set(source, this.monotonic());
  }

  /** The source could not be read, or this process did not look: what was missed proves nothing. */
  broken(source: LeaseSource): void {
    this.readableSince.delete(source);
  }

  /** Those of the named processes that are lost. To be asked all the time: it counts since it was first asked about one. */
  judge(named: readonly WorkerRef[]): readonly WorkerRef[] {
    const now = this.monotonic();
    this.remember(named, now);
    const watched = this.watchedSince(now);
    return named.filter(({ incarnation }) => {
      const since = this.namedSince.get(incarnation) ?? now;
      const missing = Math.max(watched, since, this.renewedAt.get(incarnation) ?? 0);
      return now - missing >= LEASE_MS + GRACE_MS;
    });
  }

  /** Those that have not been seen to renew for a lease, while both sources could be read. */
  silent(): readonly string[] {
    const now = this.monotonic();
    const watched = this.watchedSince(now);
    return [...this.renewedAt]
      .filter(([, at]) => now - Math.max(at, watched) >= LEASE_MS)
      .map(([incarnation]) => incarnation);
  }

  /** Of how many processes anything is remembered. */
  get size(): number {
    return new Set([...this.renewedAt.keys(), ...this.namedSince.keys()]).size;
  }

  /** Since when both could be read without a break. */
  private watchedSince(now: number): number {
    return Math.max(...LEASE_SOURCES.map((source) => this.readableSince.get(source) ?? now));
  }

  private remember(named: readonly WorkerRef[], now: number): void {
    const still = new Set(named.map(({ incarnation }) => incarnation));
    for (const incarnation of this.namedSince.keys())
      if (!still.has(incarnation)) this.namedSince.delete(incarnation);
    for (const incarnation of still)
      if (!this.namedSince.has(incarnation)) this.namedSince.set(incarnation, now);
    for (const [incarnation, at] of this.renewedAt)
      if (!still.has(incarnation) && now - at > FORGET_MS) this.renewedAt.delete(incarnation);
  }
}
