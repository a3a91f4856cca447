import type { EventLog } from '@millrace/events';
import { Catalogue } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';
import type { ReadPositions } from '../consistency/read-positions.js';

/** How often it is told how far the read model is, milliseconds. Events are kept for weeks, so minutes do no harm. */
const EVERY_MS = 10 * 60_000;

/** Registers the read model as a reader of the events: no owner deletes what it has not read (L52). */
export class ReaderRegistration {
  private timer: NodeJS.Timeout | undefined;
  private told = '';

  constructor(
    private readonly log: EventLog,
    private readonly positions: Pick<ReadPositions, 'positionOf'>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    void this.tell();
    this.timer = setInterval(() => void this.tell(), EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Tells where it stands, unless that is known. Never throws. */
  async tell(): Promise<void> {
    const positions = Array.from(
      { length: this.log.partitions.P },
      (_, partition) => this.positions.positionOf(partition)?.next ?? 0,
    );
    const text = JSON.stringify(positions);
    if (text === this.told) return;
    const value = { kind: 'reader', name: 'read-model', positions } as const;
    try {
      await this.log.append('catalog', [{ partition: 0, key: Catalogue.keyOf(value), value }]);
      this.told = text;
    } catch (error) {
      this.logger.warn(
        { error: String(error) },
        'how far the read model is could not be told; it is told again',
      );
    }
  }
}
