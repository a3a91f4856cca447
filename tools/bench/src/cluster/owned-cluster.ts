import type { ServiceHandle } from '@millrace/e2e';
import type { BenchContext } from '../benchmark.js';
import { startRuns } from '../load-runs.js';
import { until } from '../until.js';
import { parallelText } from '../workflow-texts.js';
import { followEvents } from './follow-events.js';
import { PartitionWatch, firstOfNewOwners } from './partition-watch.js';
import { RunWatch } from './run-watch.js';
import type { ClusterFlags, RunningCluster } from './running-cluster.js';

/** The workflow whose runs make decisions while partitions move. */
export const TRICKLED = 'trickled';

/** A cluster of two masters whose partitions and runs are watched by a reader of the log. */
export class OwnedCluster {
  readonly partitions = new PartitionWatch();
  readonly runs = new RunWatch();

  private constructor(readonly cluster: RunningCluster) {}

  static async open(context: BenchContext, flags: ClusterFlags): Promise<OwnedCluster> {
    const cluster = await context.startCluster({ masters: 2, ...flags });
    const owned = new OwnedCluster(cluster);
    followEvents(await cluster.openLog(), (seen) => {
      owned.partitions.note(seen);
      owned.runs.note(seen);
    });
    await cluster.api.publish(TRICKLED, parallelText(TRICKLED, 1));
    await owned.untilShared();
    return owned;
  }

  /** Resolves when each master owns some partition. */
  async untilShared(): Promise<void> {
    const shared = (): boolean =>
      this.cluster.masters.every(({ name }) => this.partitions.partitionsOf(name).length > 0);
    await until('every master owns a partition', shared, 60_000);
  }

  /** Starts so many runs of one no-op that lasts, and waits until the log says of all attempts that they run. */
  async holdRuns(workflow: string, count: number, duration: string): Promise<void> {
    const text = parallelText(workflow, 1, `type: noop, duration: ${duration}`);
    await this.cluster.api.publish(workflow, text);
    const already = this.runs.running;
    await startRuns(this.cluster.api, workflow, count, 100);
    await until(`${count} attempts run`, () => this.runs.running >= already + count, 120_000);
  }

  /** The master that owns most partitions. */
  biggestOwner(): ServiceHandle {
    const [first, ...others] = this.cluster.masters;
    if (!first) throw new Error('There is no master.');
    const owned = ({ name }: ServiceHandle): number => this.partitions.partitionsOf(name).length;
    return others.reduce((most, one) => (owned(one) > owned(most) ? one : most), first);
  }

  /** The partitions of a master with the epoch of each. */
  epochsOf({ name }: ServiceHandle): ReadonlyMap<number, number> {
    const { partitions } = this;
    return new Map(
      partitions.partitionsOf(name).map((partition) => [partition, partitions.epochOf(partition)]),
    );
  }

  /** Waits until other owners have decided something in each of these partitions; gives when each first did. */
  async untilDecided(epochs: ReadonlyMap<number, number>): Promise<readonly number[]> {
    const found = (): ReadonlyMap<number, number> => firstOfNewOwners(this.partitions.decisions, epochs);
    await until('all partitions have new owners that decide', () => found().size === epochs.size, 60_000);
    return [...found().values()].toSorted((a, b) => a - b);
  }
}
