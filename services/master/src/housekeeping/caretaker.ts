import type { PartitionRunner } from '../partitions/partition-runner.js';
import type { HousekeeperDeps } from './housekeeper.js';
import { Housekeeper } from './housekeeper.js';

/** Between two sweeps of a partition, milliseconds. */
const EVERY_MS = 3_600_000;

/** Looks after the partitions of a master: checkpoints of silent ones, and the log that nobody needs. */
export class Caretaker {
  private readonly sweptAt = new Map<number, number>();

  /** Without `deps` nothing is ever deleted. */
  constructor(
    private readonly monotonic: () => number,
    private readonly deps: HousekeeperDeps | undefined,
  ) {}

  /** To be called now and then for each partition. Resolves when what was due is done; never throws. */
  async visit(runner: PartitionRunner): Promise<void> {
    const { snapshots, partition } = runner;
    if (!snapshots) return;
    snapshots.writeWhenDue();
    const now = this.monotonic();
    const due = now - (this.sweptAt.get(partition) ?? -Infinity) >= EVERY_MS;
    const safe = due && this.deps ? snapshots.safe() : undefined;
    if (!safe || !this.deps) return;
    this.sweptAt.set(partition, now);
    try {
      await snapshots.dropBase();
    } catch (error) {
      this.deps.logger.warn(
        { partition, error: String(error) },
        'an older set of snapshots could not be given up',
      );
      return;
    }
    await new Housekeeper(partition, this.deps).sweep(safe);
  }
}
