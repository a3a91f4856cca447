import type { EventLog, StoredRecord, TopicName } from '@millrace/events';

/** Resolves with the first record of the topic that is wanted, from `from` on. */
export function awaitRecord<N extends TopicName>(
  log: EventLog,
  topic: N,
  partition: number,
  wanted: (record: StoredRecord<N>) => boolean,
  from = 0,
): Promise<StoredRecord<N>> {
  return new Promise((resolve) => {
    const subscription = log.follow(topic, partition, from, (records) => {
      const found = records.find(wanted);
      if (!found) return;
      subscription.close();
      resolve(found);
    });
  });
}
