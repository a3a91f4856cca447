import type { EventLog, StoredRecord, Subscription, TopicName } from '../src/index.js';

/** What a follower was given, and a way to wait for more of it. */
export interface Collector<N extends TopicName> {
  readonly records: StoredRecord<N>[];
  readonly subscription: Subscription;
  /** Resolves when there are that many. */
  until(count: number): Promise<void>;
}

/** Follows and keeps everything. `onEach` sees every delivery. */
export function collect<N extends TopicName>(
  log: EventLog,
  topic: N,
  partition: number,
  from: number | 'end',
  onEach: (subscription: Subscription, records: readonly StoredRecord<N>[]) => void = () => undefined,
): Collector<N> {
  const records: StoredRecord<N>[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const subscription: Subscription = log.follow(topic, partition, from, (delivered) => {
    records.push(...delivered);
    onEach(subscription, delivered);
    for (const one of waiting.filter(({ count }) => records.length >= count)) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
  });
  return {
    records,
    subscription,
    until: (count) =>
      records.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
  };
}

/** Everything that is there now, read page by page. */
export async function readAll<N extends TopicName>(
  log: EventLog,
  topic: N,
  partition: number,
  limit = 100,
): Promise<readonly StoredRecord<N>[]> {
  const { start, end } = await log.bounds(topic, partition);
  const records: StoredRecord<N>[] = [];
  for (let next = start; next < end;) {
    const page = await log.read(topic, partition, next, limit);
    records.push(...page.records);
    if (page.next <= next) throw new Error(`${topic} gives nothing from ${next} on, its end is ${end}.`);
    next = page.next;
  }
  return records;
}

/** Appends texts to a topic one call each; gives the offsets. */
export async function appendCommands(
  log: EventLog,
  partition: number,
  texts: readonly string[],
): Promise<readonly number[]> {
  return await log.append(
    'commands',
    texts.map((value) => ({ partition, key: null, value })),
  );
}

/** `prefix 0`, `prefix 1` … */
export function numbered(prefix: string, count: number, first = 0): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${first + index}`);
}
