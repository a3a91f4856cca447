import type { TaskDispatch } from '@millrace/events';
import type { Reporter } from '../reporting/report-publisher.js';

/** Why a worker gives attempts back that were not to end. */
export type GivenBack = 'drain' | 'lease-lost';

/** An attempt that this process has seen. */
export interface SeenAttempt {
  readonly reporter: Reporter;
  /** Absent when a kill came before the dispatch. */
  readonly dispatch: TaskDispatch | undefined;
  state: 'waiting' | 'running' | 'ended';
  /** Ends the attempt; set while it runs. */
  stop: ((reason: 'kill' | GivenBack) => void) | undefined;
}

interface PartitionAttempts {
  floor: number;
  readonly seen: Map<string, { readonly offset: number; readonly attempt: SeenAttempt }>;
}

/**
 * Which attempts this process has seen, by home partition (L37). Bounded: an attempt is forgotten when it has ended and
 * the floor has passed it; what is dispatched below the floor is refused.
 */
export class AttemptMemory {
  private readonly partitions = new Map<number, PartitionAttempts>();

  find(partition: number, key: string): SeenAttempt | undefined {
    return this.partitions.get(partition)?.seen.get(key)?.attempt;
  }

  /** True when a dispatch is too old to be run: the master has forgotten it. */
  isStale({ partition, offset }: TaskDispatch): boolean {
    return offset < (this.partitions.get(partition)?.floor ?? 0);
  }

  add(partition: number, key: string, offset: number, attempt: SeenAttempt): void {
    this.of(partition).seen.set(key, { offset, attempt });
  }

  /** Raises the floor, never lowers it, and forgets what is below. */
  raiseFloor(partition: number, floor: number): void {
    const attempts = this.of(partition);
    if (floor <= attempts.floor) return;
    attempts.floor = floor;
    for (const [key, { offset, attempt }] of attempts.seen) {
      if (offset < floor && attempt.state === 'ended') attempts.seen.delete(key);
      else if (offset >= floor && attempt.dispatch) break;
    }
  }

  *all(): IterableIterator<SeenAttempt> {
    for (const { seen } of this.partitions.values()) for (const { attempt } of seen.values()) yield attempt;
  }

  private of(partition: number): PartitionAttempts {
    let attempts = this.partitions.get(partition);
    if (!attempts) this.partitions.set(partition, (attempts = { floor: 0, seen: new Map() }));
    return attempts;
  }
}
