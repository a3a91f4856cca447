import type { ProjectionStore } from '@millrace/persistence';
import { PositionConflictError } from '@millrace/persistence';
import { PartitionProjection } from './partition-projection.js';
import type { RecordSource } from './record-source.js';

/** How far the read model is in one partition. */
export interface ProjectedPosition {
  readonly partition: number;
  /** '' before the first record. */
  readonly logId: string;
  readonly epoch: number;
  /** Everything below this offset of `workflow-events` is in the rows. */
  readonly next: number;
  /** Everything below this offset of `commands` has been decided, and the outcome is in the rows (L55). */
  readonly commands: number;
}

export interface RunnerOptions {
  readonly source: RecordSource;
  readonly store: ProjectionStore;
  /** How many partitions the log has. */
  readonly partitions: number;
  /** Called after each commit, and for each partition when its stored position is loaded. */
  readonly onCommitted?: (position: ProjectedPosition) => void;
  /** Records of one transaction; default 5000. */
  readonly batchRecords?: number;
}

/** Projects all partitions of the log into one read model, as many at once as the store has writers. One call at a time. */
export class ProjectionRunner {
  private readonly partitions: readonly PartitionProjection[];
  private loaded = false;
  private stopped = false;
  /** The rows were to be dropped, and that has not succeeded yet. */
  private dropping = false;

  constructor(private readonly options: RunnerOptions) {
    this.partitions = Array.from(
      { length: options.partitions },
      (_, partition) => new PartitionProjection(partition, options),
    );
  }

  /**
   * Reads all partitions to their ends, a batch of each in turn. Other work of the thread goes on in between. Throws
   * ReadModelAheadError and what the log and the store throw, when nothing is under way any more; the next call begins
   * at the stored positions.
   */
  async catchUp(): Promise<void> {
    if (this.dropping) await this.drop();
    if (!this.loaded) await this.load();
    for (let more = true; more && !this.stopped;) {
      more = await this.round();
      if (more) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Drops all rows and makes them anew from the beginning of the log. Where that fails, `catchUp` goes on with it. */
  async rebuild(): Promise<void> {
    this.dropping = true;
    await this.catchUp();
  }

  /** The rows were made anew by somebody else: `catchUp` begins where they stand. */
  reload(): void {
    this.loaded = false;
  }

  /** After the batch under way nothing more is read. */
  stop(): void {
    this.stopped = true;
  }

  private async drop(): Promise<void> {
    this.loaded = false;
    await this.options.store.reset();
    this.dropping = false;
  }

  /** Loads where the read model stands. Throws ReadModelAheadError. */
  private async load(): Promise<void> {
    for (const partition of this.partitions) {
      await partition.load();
      this.report(partition);
    }
    this.loaded = true;
  }

  /** A batch of each partition; whether any had more. */
  private async round(): Promise<boolean> {
    const waiting = [...this.partitions];
    let moved = false;
    const write = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !this.stopped; next = waiting.shift())
        if (await this.step(next)) moved = true;
    };
    const ended = await Promise.allSettled(Array.from({ length: this.options.store.writers }, write));
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    return moved;
  }

  private async step(partition: PartitionProjection): Promise<boolean> {
    try {
      const moved = await partition.step();
      if (moved) this.report(partition);
      return moved;
    } catch (error) {
      if (!(error instanceof PositionConflictError)) throw error;
      await partition.load();
      this.report(partition);
      return true;
    }
  }

  private report(partition: PartitionProjection): void {
    const { logId, epoch, next, commands } = partition.position;
    this.options.onCommitted?.({ partition: partition.partition, logId, epoch, next, commands });
  }
}
