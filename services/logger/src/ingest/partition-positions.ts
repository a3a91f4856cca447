import type { EventLog, Subscription } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';
import type { PositionStore } from './position-store.js';

/** A record that is not stored yet. */
export interface Held {
  readonly partition: number;
  readonly offset: number;
}

interface Place {
  received: number;
  committed: number;
  subscription: Subscription | undefined;
}

/** How far each partition was received and stored. A position moves only past what is stored. */
export class PartitionPositions {
  private readonly places = new Map<number, Place>();

  constructor(
    private readonly log: EventLog,
    private readonly store: PositionStore,
    private readonly logger: Logger,
  ) {}

  /** Where to read a partition from. */
  async open(partition: number): Promise<number> {
    const stored = await this.store.read(partition);
    const { start, end } = await this.log.bounds('task-logs', partition);
    const from = stored < start || stored > end ? start : stored;
    if (from !== stored) {
      const message =
        stored < start
          ? 'Log lines were deleted from the topic before they were stored: they are lost.'
          : 'The topic of log lines is shorter than it was: reading it from its start.';
      this.logger.error({ partition, stored, start, end }, message);
    }
    this.places.set(partition, { received: from, committed: stored, subscription: undefined });
    return from;
  }

  attach(partition: number, subscription: Subscription): void {
    const place = this.places.get(partition);
    if (place) place.subscription = subscription;
  }

  received(partition: number, next: number): void {
    const place = this.places.get(partition);
    if (place) place.received = next;
  }

  get subscriptions(): readonly Subscription[] {
    return [...this.places.values()].flatMap(({ subscription }) => subscription ?? []);
  }

  /** Writes the positions that have moved: each up to the first record that is held. */
  async commit(held: Iterable<Held>): Promise<void> {
    const lowest = lowestOffsets(held);
    // All of them before the first write: what comes meanwhile is not among `held`.
    const targets = [...this.places].map(([partition, place]) => ({
      partition,
      place,
      next: lowest.get(partition) ?? place.received,
    }));
    for (const { partition, place, next } of targets) {
      if (next === place.committed) continue;
      await this.store.write(partition, next);
      place.committed = next;
      place.subscription?.commit(next);
    }
  }
}

function lowestOffsets(held: Iterable<Held>): ReadonlyMap<number, number> {
  const lowest = new Map<number, number>();
  for (const { partition, offset } of held) {
    lowest.set(partition, Math.min(offset, lowest.get(partition) ?? Infinity));
  }
  return lowest;
}
