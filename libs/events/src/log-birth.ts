import type { EventLog } from './event-log.js';
import { encodeRecord } from './record-codec.js';
import { RECORD_VERSION } from './workflow-record.js';

/** Gives every empty partition of `workflow-events` its record 0. `newId`: random, for the incarnation of the log. */
export async function createLog(log: EventLog, newId: () => string, now: number): Promise<void> {
  for (let partition = 0; partition < log.partitions.P; partition += 1) {
    const { end } = await log.bounds('workflow-events', partition);
    if (end > 0) continue;
    const value = encodeRecord({ v: RECORD_VERSION, logId: newId(), now, kind: 'created' });
    await log.append('workflow-events', [{ partition, key: String(partition), value }]);
  }
}
