import type { RecordMetadata } from 'kafkajs';
import { UnknownOutcomeError } from '../../../log-errors.js';
import { messageOf } from '../kafka-failure.js';

/** Of one send: the client needs time by the square of the number, and a batch must stay below what a broker takes. */
const MOST_MESSAGES = 500;
const MOST_BYTES = 768 * 1024;

export interface QueuedMessage {
  readonly partition: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly bytes: number;
}

export type Send = (messages: readonly QueuedMessage[]) => Promise<readonly RecordMetadata[]>;

interface Call {
  readonly offsets: number[];
  missing: number;
  failed: boolean;
  readonly resolve: (offsets: readonly number[]) => void;
  readonly reject: (error: Error) => void;
}

interface Waiting {
  readonly call: Call;
  readonly index: number;
  readonly message: QueuedMessage;
}

/** Sends to one topic: one send at a time keeps the order, and all that waits goes into the next. */
export class TopicQueue {
  private waiting: Waiting[] = [];
  private sending = false;

  constructor(private readonly send: Send) {}

  async append(messages: readonly QueuedMessage[]): Promise<readonly number[]> {
    if (messages.length === 0) return [];
    return await new Promise((resolve, reject) => {
      const call: Call = { offsets: [], missing: messages.length, failed: false, resolve, reject };
      messages.forEach((message, index) => this.waiting.push({ call, index, message }));
      if (!this.sending) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.sending = true;
    // What others ask for in this turn goes along.
    await Promise.resolve();
    for (let batch = this.take(); batch.length > 0; batch = this.take()) {
      try {
        this.settle(batch, await this.send(batch.map(({ message }) => message)));
      } catch (error) {
        fail(batch, error);
      }
    }
    this.sending = false;
  }

  private take(): readonly Waiting[] {
    this.waiting = this.waiting.filter(({ call }) => !call.failed);
    let count = 0;
    let bytes = 0;
    for (const { message } of this.waiting) {
      bytes += message.bytes;
      if (count > 0 && (count === MOST_MESSAGES || bytes > MOST_BYTES)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private settle(batch: readonly Waiting[], stored: readonly RecordMetadata[]): void {
    const next = new Map(stored.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
    for (const { call, index, message } of batch) {
      const offset = next.get(message.partition);
      if (offset === undefined || Number.isNaN(offset)) {
        fail([{ call, index, message }], new Error('The broker did not say where a record landed.'));
        continue;
      }
      next.set(message.partition, offset + 1);
      call.offsets[index] = offset;
      call.missing -= 1;
      if (call.missing === 0 && !call.failed) call.resolve(call.offsets);
    }
  }
}

function fail(batch: readonly Waiting[], error: unknown): void {
  for (const { call } of batch) {
    if (call.failed) continue;
    call.failed = true;
    call.reject(
      new UnknownOutcomeError(`Kafka did not confirm a send: ${messageOf(error)}`, { cause: error }),
    );
  }
}
