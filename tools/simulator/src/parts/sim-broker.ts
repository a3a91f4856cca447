import { createHash } from 'node:crypto';
import type { Bounds, NewRecord, PartitionCounts, StoredRecord, TopicName } from '@millrace/events';
import { LogCorruptError, TOMBSTONE, TOPICS, partitionsOf } from '@millrace/events';

/** As on a disk: who stores something and who reads it must not share an object. */
interface Kept {
  readonly offset: number;
  readonly time: number;
  readonly key: string | null;
  /** JSON, but for topics of texts. */
  readonly text: string;
  readonly isText: boolean;
}

const TOMBSTONE_TEXT = JSON.stringify(TOMBSTONE);
/** Far longer than anybody takes to read a topic to its end, milliseconds; Kafka waits for a day. */
const TOMBSTONES_STAY_MS = 3_600_000;

/** A partition: offsets stay when records leave by compaction. */
interface Stored {
  readonly records: Kept[];
  end: number;
  /** How many records the last compaction left. */
  left: number;
  readonly followers: Set<() => void>;
}

/** The brokers: what is stored here is stored for good, in the order in which it came. */
export class SimBroker {
  private readonly topics: { [N in TopicName]?: readonly Stored[] } = {};
  private readonly trace = createHash('sha256');

  /** `clock`: of the brokers, epoch milliseconds. */
  constructor(
    readonly partitions: PartitionCounts,
    private readonly clock: () => number,
  ) {}

  store<N extends TopicName>(topic: N, { partition, key, value }: NewRecord<N>): number {
    const stored = this.of(topic, partition);
    const offset = stored.end;
    stored.end += 1;
    const isText = typeof value === 'string';
    const text = isText ? value : JSON.stringify(value);
    stored.records.push({ offset, time: this.clock(), key, text, isText });
    this.trace.update(`${topic} ${partition} ${offset} ${key ?? ''} ${text}\n`);
    for (const told of stored.followers) told();
    return offset;
  }

  /** Throws LogCorruptError for what is not there. */
  page<N extends TopicName>(
    topic: N,
    partition: number,
    from: number,
    limit: number,
  ): readonly StoredRecord<N>[] {
    const { start, end } = this.bounds(topic, partition);
    if (from < start || from > end)
      throw new LogCorruptError(
        `${topic} ${partition} has offsets from ${start} to ${end}, asked for ${from}.`,
      );
    const { records } = this.of(topic, partition);
    const first = firstFrom(records, from);
    return records.slice(first, first + limit).map((kept) => readOf<N>(kept));
  }

  bounds(topic: TopicName, partition: number): Bounds {
    const { records, end } = this.of(topic, partition);
    const compacted = TOPICS[topic].kept === 'compacted';
    return { start: compacted ? 0 : (records[0]?.offset ?? end), end };
  }

  /** `told` is called after each record that is stored. */
  follow(topic: TopicName, partition: number, told: () => void): () => void {
    const { followers } = this.of(topic, partition);
    followers.add(told);
    return () => followers.delete(told);
  }

  deleteBefore(topic: TopicName, partition: number, offset: number): void {
    const { records } = this.of(topic, partition);
    records.splice(0, firstFrom(records, offset));
  }

  /** Of compacted topics only the newest record of each key stays, and what is at the end; where it is worth while. */
  compact(): void {
    const tombstonesFrom = this.clock() - TOMBSTONES_STAY_MS;
    const compacted = Object.entries(this.topics).filter(
      ([name]) => isTopic(name) && TOPICS[name].kept === 'compacted',
    );
    for (const stored of compacted.flatMap(([, partitions]) => partitions)) {
      if (stored.records.length < 1.5 * stored.left) continue;
      keepNewest(stored.records, tombstonesFrom);
      stored.left = stored.records.length;
    }
  }

  /** Everything from this offset on is gone. */
  truncate(topic: TopicName, partition: number, offset: number): void {
    const stored = this.of(topic, partition);
    stored.records.splice(firstFrom(stored.records, offset));
    stored.end = Math.min(stored.end, offset);
  }

  /** One text for all that was ever stored, and in which order. */
  traceHash(): string {
    return this.trace.copy().digest('hex').slice(0, 16);
  }

  private of(topic: TopicName, partition: number): Stored {
    const partitions = this.topics[topic] ?? this.open(topic);
    const found = partitions[partition];
    if (!found) throw new Error(`${topic} has no partition ${partition}.`);
    return found;
  }

  private open(topic: TopicName): readonly Stored[] {
    const made = Array.from({ length: partitionsOf(topic, this.partitions) }, (): Stored => ({
      records: [],
      end: 0,
      left: 0,
      followers: new Set(),
    }));
    Object.assign(this.topics, { [topic]: made });
    return made;
  }
}

function keepNewest(records: Kept[], tombstonesFrom: number): void {
  const newest = new Map<string | null, number>();
  for (const { key, offset } of records) newest.set(key, offset);
  const last = records.at(-1)?.offset;
  const isKept = ({ key, offset, text, time }: Kept): boolean =>
    newest.get(key) === offset && (text !== TOMBSTONE_TEXT || time >= tombstonesFrom);
  const kept = records.filter((one) => one.offset === last || isKept(one));
  records.length = 0;
  for (const one of kept) records.push(one);
}

function isTopic(name: string): name is TopicName {
  return name in TOPICS;
}

/** Index of the first record that is not before the offset. */
function firstFrom(records: readonly { readonly offset: number }[], offset: number): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.offset ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readOf<N extends TopicName>({ offset, time, key, text, isText }: Kept): StoredRecord<N> {
  return { offset, time, key, value: (isText ? text : JSON.parse(text)) as StoredRecord<N>['value'] };
}
