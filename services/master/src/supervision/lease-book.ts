import type { WorkerRef } from '@millrace/dag';
import type { EventLog, StoredRecord, Subscription } from '@millrace/events';
import type { Clock } from '@millrace/nest-kit';
import type { Registry } from '@millrace/registry';
import type { Logger } from '@millrace/telemetry';
import { Beats } from './beats.js';
import { LostWorkers } from './lost-workers.js';

/** How often both sources are looked at, milliseconds. */
const LOOK_MS = 1000;

const PAGE = 1000;

/** A look that comes so late means that this process stood still, milliseconds. */
const STOOD_STILL_MS = 3 * LOOK_MS;

export interface LeaseBookDeps {
  readonly log: EventLog;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Worker processes that have unfinished attempts in the partitions of this master. */
  readonly named: () => readonly WorkerRef[];
  readonly onHeartbeat: (records: readonly StoredRecord<'heartbeats'>[]) => void;
  /** Heartbeats that were there before this master was. */
  readonly onPast: (records: readonly StoredRecord<'heartbeats'>[]) => void;
  readonly onLost: (lost: WorkerRef) => void;
  /** The worker process has not been heard for a lease: it shall be given nothing until it is heard again. */
  readonly onSilent: (incarnation: string) => void;
}

/** Follows the leases of workers in both sources, and says which are lost. */
export class LeaseBook {
  private readonly lost: LostWorkers;
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly beats = new Beats();
  /** Offset that follows the last heartbeat that was delivered. */
  private heard = 0;
  private lookedAt = 0;
  /** Where the heartbeats ended at the last look. */
  private wanted = 0;

  constructor(private readonly deps: LeaseBookDeps) {
    this.lost = new LostWorkers(() => deps.clock.monotonic());
  }

  /** Throws what the log throws. */
  async start(): Promise<void> {
    const { log, clock } = this.deps;
    const { start, end } = await log.bounds('heartbeats', 0);
    await this.readPast(start, end);
    this.heard = end;
    this.subscription = log.follow('heartbeats', 0, end, (records) => this.hear(records));
    this.lookedAt = clock.monotonic();
    this.plan();
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.subscription?.close();
  }

  /** One look at both sources. */
  async look(): Promise<void> {
    const { clock, named, onLost, onSilent } = this.deps;
    const late = clock.monotonic() - this.lookedAt > STOOD_STILL_MS;
    if (late) for (const source of ['registry', 'heartbeats'] as const) this.lost.broken(source);
    this.lookedAt = clock.monotonic();
    await Promise.all([this.lookAtRegistry(), this.lookAtHeartbeats()]);
    for (const lost of this.lost.judge(named())) onLost(lost);
    for (const incarnation of this.lost.silent()) onSilent(incarnation);
  }

  /** Heartbeats of before renew nothing now; what they say of ended processes is true still. */
  private async readPast(start: number, end: number): Promise<void> {
    for (let next = start; next < end;) {
      const page = await this.deps.log.read('heartbeats', 0, next, PAGE);
      if (page.records.length === 0) return;
      this.deps.onPast(page.records);
      next = page.next;
    }
  }

  private plan(): void {
    this.timer = setTimeout(() => {
      void this.look().finally(() => {
        if (this.timer) this.plan();
      });
    }, LOOK_MS);
    this.timer.unref();
  }

  private hear(records: readonly StoredRecord<'heartbeats'>[]): void {
    for (const { offset, value } of records) {
      this.heard = offset + 1;
      this.lost.renewed(value.incarnation);
    }
    this.deps.onHeartbeat(records);
  }

  /** The entry alone proves nothing: only a beat that is higher than the one before is a renewal. */
  private async lookAtRegistry(): Promise<void> {
    try {
      for (const incarnation of this.beats.take(await this.deps.registry.members('worker')))
        this.lost.renewed(incarnation);
      this.lost.readable('registry');
    } catch (error) {
      this.tell('registry', error);
    }
  }

  /** Readable when all that stood there when it was asked has been delivered by the next look. */
  private async lookAtHeartbeats(): Promise<void> {
    try {
      const { end } = await this.deps.log.bounds('heartbeats', 0);
      if (this.heard >= this.wanted) this.lost.readable('heartbeats');
      else this.lost.broken('heartbeats');
      this.wanted = end;
    } catch (error) {
      this.tell('heartbeats', error);
    }
  }

  private tell(source: 'registry' | 'heartbeats', error: unknown): void {
    this.lost.broken(source);
    this.deps.logger.warn(
      { source, error: String(error) },
      'the leases of workers cannot be read: nobody is declared lost meanwhile',
    );
  }
}
