import type { BlobStore } from '@millrace/blobs';
import type { EventLog } from '@millrace/events';
import { TOPICS } from '@millrace/events';
import type { Clock } from '@millrace/nest-kit';
import type { Logger } from '@millrace/telemetry';
import { Archive } from './archive.js';
import { firstNewer } from './first-newer.js';

const DAY_MS = 24 * 3_600_000;

const INPUTS = ['commands', 'task-status', 'mailbox'] as const;

/** Below these positions no owner needs the log any more: a checkpoint that can be restored stands behind them. */
export interface SafePositions {
  readonly logId: string;
  /** In `workflow-events`. */
  readonly events: number;
  readonly inputs: Readonly<Record<(typeof INPUTS)[number], number>>;
}

export interface HousekeeperDeps {
  readonly log: EventLog;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How far the readers that are registered have come in a partition; empty while none is. */
  readonly readers: (partition: number) => readonly number[];
}

/**
 * Deletes what nobody needs of a partition (L52): events that are archived, below a checkpoint, read by every registered
 * reader and old enough; inputs that are decided, below a checkpoint and old enough. What fails is tried at the next time:
 * a log that is too long does no harm.
 */
export class Housekeeper {
  constructor(
    private readonly partition: number,
    private readonly deps: HousekeeperDeps,
  ) {}

  /** Never throws. */
  async sweep(safe: SafePositions): Promise<void> {
    try {
      await this.sweepEvents(safe);
      for (const topic of INPUTS) await this.sweepInput(topic, safe.inputs[topic]);
    } catch (error) {
      const { partition } = this;
      this.deps.logger.warn(
        { partition, error: String(error) },
        'the log could not be shortened; it is tried again later',
      );
    }
  }

  private async sweepEvents({ logId, events }: SafePositions): Promise<void> {
    const { log, blobs, readers } = this.deps;
    const { partition } = this;
    const read = readers(partition);
    if (read.length === 0) return;
    const upTo = Math.min(events, ...read, await this.old('workflow-events'));
    const { start } = await log.bounds('workflow-events', partition);
    if (upTo <= start) return;
    const archived = await new Archive(partition, logId, log, blobs).extendTo(upTo);
    // An archive that has lost its beginning must not grow a hole: nothing goes then.
    if (archived < upTo) return;
    await log.deleteBefore('workflow-events', partition, upTo);
    this.deps.logger.info({ partition, from: start, to: upTo }, 'events were archived and left the log');
  }

  private async sweepInput(topic: (typeof INPUTS)[number], decided: number): Promise<void> {
    const upTo = Math.min(decided, await this.old(topic));
    const { start } = await this.deps.log.bounds(topic, this.partition);
    if (upTo > start) await this.deps.log.deleteBefore(topic, this.partition, upTo);
  }

  /** Where the records begin that are younger than the topic keeps them at the least. */
  private async old(topic: 'workflow-events' | (typeof INPUTS)[number]): Promise<number> {
    const days = Number(TOPICS[topic].kept);
    const before = this.deps.clock.now() - days * DAY_MS;
    return await firstNewer(this.deps.log, topic, this.partition, before);
  }
}
