import type { EventLog, TopicName } from '@millrace/events';

/** Offset of the first record of a partition that the log took at `time` or later; its end where there is none. */
export async function firstNewer(
  log: EventLog,
  topic: TopicName,
  partition: number,
  time: number,
): Promise<number> {
  let { start: low, end: high } = await log.bounds(topic, partition);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { records } = await log.read(topic, partition, middle, 1);
    const [record] = records;
    if (!record || record.time >= time) high = middle;
    else low = Math.max(middle, record.offset) + 1;
  }
  return low;
}
