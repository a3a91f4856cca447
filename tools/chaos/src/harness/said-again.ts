import type { EventLog, NewRecord, TopicName } from '@millrace/events';
import { partitionsOf } from '@millrace/events';

const PAGE = 1000;

/** All that stands in a topic, in the order of each partition, as it would be sent again. */
export async function recordsOf<N extends TopicName>(
  log: EventLog,
  topic: N,
): Promise<readonly NewRecord<N>[]> {
  const partitions = Array.from({ length: partitionsOf(topic, log.partitions) }, (_, partition) => partition);
  return (await Promise.all(partitions.map((partition) => allOf(log, topic, partition)))).flat();
}

async function allOf<N extends TopicName>(
  log: EventLog,
  topic: N,
  partition: number,
): Promise<readonly NewRecord<N>[]> {
  const { start, end } = await log.bounds(topic, partition);
  const found: NewRecord<N>[] = [];
  for (let next = start; next < end;) {
    const page = await log.read(topic, partition, next, PAGE);
    found.push(...page.records.map(({ key, value }) => ({ partition, key, value })));
    next = page.next;
  }
  return found;
}
