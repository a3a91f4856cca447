import type { Kafka, Message, Producer } from 'kafkajs';
import { Partitioners } from 'kafkajs';
import { RecordTooLargeError, UnknownOutcomeError } from '../../../log-errors.js';
import { messageOf, reasonOf, typeOf } from '../kafka-failure.js';

/** What a broker says when it refuses a send for its size: nothing of it is stored. */
const TOO_LARGE: ReadonlySet<string | undefined> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/**
 * A producer that numbers what it sends, so that a broker stores a send once when the client tries it again. After a
 * failed send kafkajs gives the same numbers to the next batch; the broker then takes that one for the stored one and
 * says so with its offset, and records are gone with every check passed (L13). So a producer whose send failed is
 * thrown away. One send at a time, to one partition: of a send to several the client may leave one out when its leader
 * moves meanwhile, and calls it a success.
 */
export class SureProducer {
  private producer: Promise<Producer> | undefined;
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
  ) {}

  /**
   * Gives the offset of the first. Throws UnknownOutcomeError (stored now, later or never), or RecordTooLargeError
   * (nothing stored).
   */
  async send(partition: number, messages: readonly Omit<Message, 'partition'>[]): Promise<number> {
    if (this.closed)
      throw new UnknownOutcomeError(`The log is closed: nothing more is sent to ${this.topic}.`);
    const connecting = (this.producer ??= this.connect());
    try {
      const producer = await connecting;
      const placed = messages.map((message) => ({ ...message, partition }));
      const [stored] = await producer.send({ topic: this.topic, acks: -1, messages: placed });
      if (stored?.baseOffset === undefined) throw new Error('The broker did not say where it landed.');
      return Number(stored.baseOffset);
    } catch (error) {
      this.throwAway(connecting);
      throw this.errorOf(error, partition);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.producer?.then((one) => one.disconnect()).catch(() => undefined);
  }

  private throwAway(used: Promise<Producer>): void {
    if (this.producer === used) this.producer = undefined;
    used.then((one) => one.disconnect()).catch(() => undefined);
  }

  private errorOf(error: unknown, partition: number): Error {
    const where = `partition ${partition} of ${this.topic}`;
    return TOO_LARGE.has(typeOf(error))
      ? new RecordTooLargeError(`Kafka refuses a send to ${where} for its size: ${messageOf(error)}`)
      : new UnknownOutcomeError(
          `Kafka did not confirm a send to ${where}: ${reasonOf(error, `Write on ${this.topic}`)}`,
          { cause: error },
        );
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    try {
      await producer.connect();
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
    return producer;
  }
}
