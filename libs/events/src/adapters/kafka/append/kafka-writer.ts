import type { Kafka } from 'kafkajs';
import type { PartitionWriter } from '../../../event-log.js';
import { UnknownOutcomeError } from '../../../log-errors.js';
import { messageOf } from '../kafka-failure.js';
import { SureProducer } from './sure-producer.js';

/** Appends for the owner of a partition, with a producer of its own. Spent after a failed send (L13). */
export class KafkaWriter implements PartitionWriter {
  private readonly producer: SureProducer;
  private state: 'ready' | 'sending' | 'spent' = 'ready';

  constructor(
    kafka: Kafka,
    private readonly topic: string,
    private readonly partition: number,
    private readonly end: () => Promise<number>,
  ) {
    this.producer = new SureProducer(kafka, topic);
  }

  async append(texts: readonly string[]): Promise<number> {
    if (this.state === 'sending') throw new Error(`Two sends at once to partition ${this.partition}.`);
    if (this.state === 'spent') throw new UnknownOutcomeError('This writer is spent: open another one.');
    if (texts.length === 0) return await this.end();
    this.state = 'sending';
    try {
      const base = await this.send(texts);
      this.sent();
      return base;
    } catch (error) {
      this.close();
      throw new UnknownOutcomeError(
        `Kafka did not confirm a send to partition ${this.partition} of ${this.topic}: ${messageOf(error)}`,
        { cause: error },
      );
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

  private async send(texts: readonly string[]): Promise<number> {
    const key = String(this.partition);
    const messages = texts.map((value) => ({ partition: this.partition, key, value }));
    const [stored] = await this.producer.send(messages);
    if (stored?.baseOffset === undefined) throw new Error('The broker did not say where it landed.');
    return Number(stored.baseOffset);
  }
}
