/** Of one send: the client needs time by the square of the number, and a batch must stay below what a broker takes. */
const MOST_MESSAGES = 500;
const MOST_BYTES = 768 * 1024;

export interface QueuedMessage {
  readonly partition: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly bytes: number;
}

/** Stores messages of one partition side by side, and gives the offset of the first. */
export type Send = (partition: number, messages: readonly QueuedMessage[]) => Promise<number>;

interface Call {
  readonly offsets: number[];
  missing: number;
  failed: boolean;
  readonly resolve: (offsets: readonly number[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Waiting {
  readonly call: Call;
  readonly index: number;
  readonly message: QueuedMessage;
}

/** Sends to one topic: one send at a time keeps the order, and all that waits for a partition goes into the next. */
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
    for (let batch = this.take(); batch[0]; batch = this.take()) {
      const { partition } = batch[0].message;
      try {
        const messages = batch.map(({ message }) => message);
        settle(batch, await this.send(partition, messages));
      } catch (error) {
        fail(batch, error);
      }
    }
    this.sending = false;
  }

  /** What has waited longest, and what else waits for the same partition. */
  private take(): readonly Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    let bytes = 0;
    let full = false;
    for (const one of this.waiting) {
      if (one.call.failed) continue;
      const fits: boolean = !full && one.message.partition === (batch[0] ?? one).message.partition;
      full ||= fits && batch.length > 0 && isFull(batch.length, bytes + one.message.bytes);
      if (fits && !full) {
        batch.push(one);
        bytes += one.message.bytes;
      } else left.push(one);
    }
    this.waiting = left;
    return batch;
  }
}

function isFull(messages: number, bytes: number): boolean {
  return messages === MOST_MESSAGES || bytes > MOST_BYTES;
}

function settle(batch: readonly Waiting[], base: number): void {
  for (const [at, { call, index }] of batch.entries()) {
    call.offsets[index] = base + at;
    call.missing -= 1;
    if (call.missing === 0 && !call.failed) call.resolve(call.offsets);
  }
}

function fail(batch: readonly Waiting[], error: unknown): void {
  for (const { call } of batch) {
    if (call.failed) continue;
    call.failed = true;
    call.reject(error);
  }
}
