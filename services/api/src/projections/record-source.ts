import type { EventLog, StoredRecord } from '@millrace/events';

/** Where a projection reads `workflow-events` from. */
export interface RecordSource {
  /** Up to `limit` records from `from` on; empty at the end. */
  read(
    partition: number,
    from: number,
    limit: number,
  ): readonly StoredRecord<'workflow-events'>[] | Promise<readonly StoredRecord<'workflow-events'>[]>;
  /** Offset at which the partition ends. A reader may see less for a moment: where another broker has begun to lead it. */
  end(partition: number): Promise<number>;
}

/** Reads through the port, for a projection that runs where the log is open. */
export function recordsOf(log: EventLog): RecordSource {
  return {
    read: async (partition, from, limit) =>
      (await log.read('workflow-events', partition, from, limit)).records,
    end: async (partition) => (await log.bounds('workflow-events', partition)).end,
  };
}
