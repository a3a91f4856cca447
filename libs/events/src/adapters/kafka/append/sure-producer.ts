import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { Partitioners } from 'kafkajs';

/**
 * A producer that numbers what it sends, so that a broker stores a batch once however often the client sends it. After
 * a failed send kafkajs gives the same numbers to the next batch; the broker then takes that one for the stored one and
 * says so with its offset, and records are gone with every check passed (L13). So a producer whose send failed is
 * thrown away. One send at a time, to one topic.
 */
export class SureProducer {
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
  ) {}

  /** Gives where the first record of each partition landed. After a failure it is stored now, later or never. */
  async send(messages: Message[]): Promise<readonly RecordMetadata[]> {
    this.producer ??= this.connect();
    try {
      const producer = await this.producer;
      return await producer.send({ topic: this.topic, acks: -1, messages });
    } catch (error) {
      void this.close();
      throw error;
    }
  }

  /** The next send has a new producer. */
  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.then((one) => one.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    return producer;
  }
}
