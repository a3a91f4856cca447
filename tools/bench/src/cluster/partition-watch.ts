import type { Seen } from './follow-events.js';

/** A decision of an owner: a record that is neither a creation nor a claim. */
export interface Decision {
  readonly partition: number;
  readonly epoch: number;
  /** Milliseconds of the reader's monotonic clock. */
  readonly at: number;
}

/** Who owns which partition by the log, and when they decided. */
export class PartitionWatch {
  /** By partition. */
  readonly owners = new Map<number, { readonly owner: string; readonly epoch: number }>();
  private noted: Decision[] = [];

  note({ partition, at, judged }: Seen): void {
    if (judged.verdict === 'claim') {
      const { owner, epoch } = judged.record;
      this.owners.set(partition, { owner, epoch });
    } else if (judged.verdict === 'record') this.noted.push({ partition, epoch: judged.record.epoch, at });
  }

  partitionsOf(owner: string): readonly number[] {
    return [...this.owners].filter(([, one]) => one.owner === owner).map(([partition]) => partition);
  }

  epochOf(partition: number): number {
    return this.owners.get(partition)?.epoch ?? 0;
  }

  /** The decisions since this was last called. */
  take(): readonly Decision[] {
    return this.noted.splice(0);
  }

  /** Those that `take` will give. */
  get decisions(): readonly Decision[] {
    return this.noted;
  }
}

/** When each of these partitions saw the first decision of an owner later than that of the given epoch. */
export function firstOfNewOwners(
  decisions: readonly Decision[],
  epochs: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (const { partition, epoch, at } of decisions) {
    const before = epochs.get(partition);
    if (before !== undefined && epoch > before && !first.has(partition)) first.set(partition, at);
  }
  return first;
}

/** The longest time, in milliseconds, that one of these partitions decided nothing between `from` and `to`. */
export function longestPause(
  decisions: readonly Decision[],
  partitions: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const pauses = partitions.flatMap((partition) => {
    const within = decisions.filter((one) => one.partition === partition && one.at > from && one.at < to);
    const times = [from, ...within.map(({ at }) => at), to];
    return times.slice(1).map((at, index) => at - (times[index] ?? at));
  });
  return Math.max(0, ...pauses);
}
