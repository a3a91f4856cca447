import type { EventLog, LogLines, StoredRecord } from '@millrace/events';
import { fittingLetter } from '@millrace/events';
import type { Clock } from '@millrace/nest-kit';
import type { Logger } from '@millrace/telemetry';
import type { Held } from './partition-positions.js';

/** Messages that cannot be taken: they go to topic `dead-letters`, and hold the position until they are there. */
export class DeadLetters {
  private readonly pending = new Map<Held, Promise<void>>();

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  get held(): Iterable<Held> {
    return this.pending.keys();
  }

  send(partition: number, record: StoredRecord<'task-logs'>, fault: string): void {
    const held: Held = { partition, offset: record.offset };
    this.logger.error(
      { ...held, key: record.key, fault },
      'Log lines cannot be taken: set aside as a dead letter.',
    );
    const sent = this.append(held, record, fault).then(
      () => void this.pending.delete(held),
      // It stays held: the message is met again after the next start.
      (error: unknown) => this.logger.error({ ...held, error }, 'A dead letter could not be appended.'),
    );
    this.pending.set(held, sent);
  }

  async settled(): Promise<void> {
    await Promise.all(this.pending.values());
  }

  private async append(
    { partition, offset }: Held,
    record: StoredRecord<'task-logs'>,
    fault: string,
  ): Promise<void> {
    const { key } = record;
    const value = fittingLetter({
      topic: 'task-logs',
      partition,
      offset,
      key,
      value: JSON.stringify(record.value satisfies LogLines),
      code: 'LOG_LINES_INVALID',
      message: fault,
      at: this.clock.now(),
    });
    await this.log.append('dead-letters', [{ partition: 0, key: value.key, value }]);
  }
}
