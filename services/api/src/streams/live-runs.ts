import type { FoldState } from '@millrace/events';
import { EventLog, Fold } from '@millrace/events';
import type { OnModuleDestroy } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { LiveListener } from './live-partition.js';
import { LivePartition } from './live-partition.js';

/** Records that are read at once while a listener catches up. */
const PAGE = 500;

export interface Listening {
  close(): void;
}

/** Gives records of runs as they come into the log. A partition is followed only while somebody listens. */
@Injectable()
export class LiveRuns implements OnModuleDestroy {
  private readonly partitions = new Map<number, LivePartition>();

  constructor(private readonly log: EventLog) {}

  onModuleDestroy(): void {
    for (const live of this.partitions.values()) live.close();
    this.partitions.clear();
  }

  /**
   * Gives every record of the run from the fold state `from` on, which is one that the projection committed. Catches
   * up by itself with what the partition's follower has already given to others, and joins it in the same turn in
   * which the two meet, so that nothing is lost or doubled between them.
   */
  async listen(run: string, partition: number, from: FoldState, listener: LiveListener): Promise<Listening> {
    const fold = new Fold(from);
    for (;;) {
      const live = this.partitions.get(partition) ?? this.begin(partition, fold.state);
      if (live.next <= fold.next) return this.join(run, partition, live, since(fold.next, listener));
      const { records } = await this.log.read(
        'workflow-events',
        partition,
        fold.next,
        Math.min(PAGE, live.next - fold.next),
      );
      for (const { offset, value } of records) {
        const judged = fold.accept(offset, value);
        const touched = judged.verdict === 'record' && judged.record.aggs.some(({ id }) => id === run);
        if (touched) listener.record(offset, judged.record);
      }
    }
  }

  private begin(partition: number, from: FoldState): LivePartition {
    const live = new LivePartition(this.log, partition, from);
    this.partitions.set(partition, live);
    return live;
  }

  private join(run: string, partition: number, live: LivePartition, listener: LiveListener): Listening {
    live.listen(run, listener);
    const close = (): void => {
      live.unlisten(run, listener);
      if (!live.idle) return;
      live.close();
      if (this.partitions.get(partition) === live) this.partitions.delete(partition);
    };
    return { close };
  }
}

/** Leaves out what the listener has had from its own reading. */
function since(next: number, listener: LiveListener): LiveListener {
  return {
    record: (offset, record) => {
      if (offset >= next) listener.record(offset, record);
    },
    failed: (error) => listener.failed(error),
  };
}
