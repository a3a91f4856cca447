import type { StoredRecord } from '../../../event-log.js';
import { LogCorruptError } from '../../../log-errors.js';
import type { TopicName } from '../../../topics.js';
import type { FetchedMessage } from '../client/cluster.js';
import { decodeValue } from '../record-value.js';

const LOG_APPEND_TIME = 1;

export function storedRecord<N extends TopicName>(
  topic: N,
  partition: number,
  message: FetchedMessage,
): StoredRecord<N> {
  const { key, value, batchContext } = message;
  const offset = Number(message.offset);
  const ofLog = batchContext.timestampType === LOG_APPEND_TIME;
  try {
    return {
      offset,
      time: Number(ofLog ? batchContext.maxTimestamp : message.timestamp),
      key: key === null ? null : key.toString('utf8'),
      value: decodeValue(topic, value === null ? null : value.toString('utf8')),
    };
  } catch {
    throw new LogCorruptError(`Offset ${offset} of partition ${partition} of ${topic} is no JSON.`);
  }
}
