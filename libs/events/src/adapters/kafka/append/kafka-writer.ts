import type { PartitionWriter } from '../../../event-log.js';
import { UnknownOutcomeError } from '../../../log-errors.js';
import type { SureProducer } from './sure-producer.js';

/** Appends for the owner of a partition, with a producer of its own. Spent after a failed send (L13). */
export class KafkaWriter implements PartitionWriter {
  private state: 'ready' | 'sending' | 'spent' = 'ready';

  constructor(
    private readonly producer: SureProducer,
    private readonly partition: number,
    private readonly end: () => Promise<number>,
  ) {}

  async append(texts: readonly string[]): Promise<number> {
    if (this.state === 'sending') throw new Error(`Two sends at once to partition ${this.partition}.`);
    if (this.state === 'spent') throw new UnknownOutcomeError('This writer is spent: open another one.');
    if (texts.length === 0) return await this.end();
    this.state = 'sending';
    try {
      const key = String(this.partition);
      const base = await this.producer.send(
        this.partition,
        texts.map((value) => ({ key, value })),
      );
      this.sent();
      return base;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.state = 'spent';
    void this.producer.close();
  }

  /** It may have been closed meanwhile. */
  private sent(): void {
    if (this.state === 'sending') this.state = 'ready';
  }
}
