import type { Bounds, Page } from '../../../event-log.js';
import { LogCorruptError, LogUnreachableError } from '../../../log-errors.js';
import type { TopicName } from '../../../topics.js';
import { reasonOf, typeOf } from '../kafka-failure.js';
import { withRetries } from '../with-retries.js';
import { committedMessages } from './committed-messages.js';
import type { Fetched, Fetcher } from './fetcher.js';
import { storedRecord } from './stored-record.js';

/** Reads on demand, on connections where no answer is ever held back. */
export class KafkaReader {
  constructor(
    private readonly fetcher: Fetcher,
    private readonly prefix: string,
  ) {}

  async bounds(name: TopicName, partition: number): Promise<Bounds> {
    const topic = `${this.prefix}${name}`;
    return await this.withLeader(topic, () => this.fetcher.bounds(topic, partition));
  }

  async read<N extends TopicName>(name: N, partition: number, from: number, limit: number): Promise<Page<N>> {
    for (let offset = from; ; offset += 1) {
      const { data } = await this.fetch(name, partition, offset);
      const last = data.messages.at(-1);
      if (last === undefined) {
        // A broker gives a batch at least. If it gives none below the end, compaction has emptied one.
        if (offset < Number(data.lastStableOffset)) continue;
        return { records: [], next: offset };
      }
      const messages = committedMessages(data, offset).slice(0, limit);
      if (messages.length === 0) {
        // What a broker sends for an offset that compaction took may end before it.
        offset = Math.max(offset, Number(last.offset));
        continue;
      }
      const records = messages.map((message) => storedRecord(name, partition, message));
      return { records, next: Number(messages.at(-1)?.offset) + 1 };
    }
  }

  private async fetch(name: TopicName, partition: number, offset: number): Promise<Fetched> {
    const topic = `${this.prefix}${name}`;
    try {
      return await this.withLeader(topic, async () => {
        const position = { topic, partition, offset };
        const [leader] = [...this.fetcher.byLeader([position]).keys()];
        if (leader === undefined) throw new Error(`No broker leads partition ${partition} of ${topic}.`);
        const [fetched] = await this.fetcher.fetch(leader, [position], 0);
        if (!fetched) throw new Error(`The broker says nothing of partition ${partition} of ${topic}.`);
        return fetched;
      });
    } catch (error) {
      if (typeOf(error) !== 'OFFSET_OUT_OF_RANGE') throw error;
      const { start, end } = await this.bounds(name, partition);
      throw new LogCorruptError(
        `${topic} ${partition} has offsets from ${start} to ${end}, asked for ${offset}.`,
      );
    }
  }

  private async withLeader<T>(topic: string, work: () => Promise<T>): Promise<T> {
    try {
      await this.fetcher.prepare([topic]);
      return await withRetries(work, async (error) => {
        if (typeOf(error) === 'OFFSET_OUT_OF_RANGE') throw error;
        await this.fetcher.refresh().catch(() => undefined);
      });
    } catch (error) {
      if (typeOf(error) === 'OFFSET_OUT_OF_RANGE') throw error;
      const reason = reasonOf(error, `Read on ${topic}`);
      throw new LogUnreachableError(`Kafka does not answer for ${topic}: ${reason}`, { cause: error });
    }
  }
}
