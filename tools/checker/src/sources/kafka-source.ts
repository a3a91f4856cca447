import { Catalogue, LogCorruptError } from '@millrace/events';
import type { EventLog, StoredRecord } from '@millrace/events';
import type { KafkaSettings } from '@millrace/events/kafka';
import { KafkaEventLog } from '@millrace/events/kafka';
import type { LogSource, RawRecord } from './log-source.js';

const PAGE = 2000;

/** What goes wrong for good is thrown. */
const say = (): void => undefined;

type Read = (
  partition: number,
  from: number,
  limit: number,
) => Promise<readonly StoredRecord<'workflow-events'>[]>;

/** The log of a cluster. May be read while masters write: the check then ends where the log ended. Throws LogError. */
export async function openKafka(settings: KafkaSettings): Promise<LogSource> {
  const log = await KafkaEventLog.open(settings, say);
  try {
    return await kafkaSource(log);
  } catch (error) {
    await log.close();
    throw error;
  }
}

/**
 * The same of a log that is open, which it closes. `archive` reads what has left the log as well; without it a log that
 * does not begin at its beginning cannot be checked. Throws LogError.
 */
export async function kafkaSource(log: EventLog, archive?: { readonly read: Read }): Promise<LogSource> {
  // Before the catalogue: what a run has pinned was published before it started.
  const stretches = await stretchesOf(log, archive !== undefined);
  const catalogue = await catalogueOf(log);
  const read: Read = archive
    ? (partition, from, limit) => archive.read(partition, from, limit)
    : async (partition, from, limit) => (await log.read('workflow-events', partition, from, limit)).records;
  return {
    graph: (hash) => catalogue.graph(hash),
    records: () => readAll(read, stretches),
    close: () => log.close(),
  };
}

/** Ends of the partitions. */
function stretchesOf(log: EventLog, archived: boolean): Promise<readonly number[]> {
  const numbers = Array.from({ length: log.partitions.P }, (_, partition) => partition);
  return Promise.all(
    numbers.map(async (partition) => {
      const { start, end } = await log.bounds('workflow-events', partition);
      if (start === 0 || archived) return end;
      const begins = `Partition ${partition} of the log begins at offset ${start}`;
      throw new LogCorruptError(`${begins}: set blobs.folder, where what was before is archived.`);
    }),
  );
}

async function catalogueOf(log: EventLog): Promise<Catalogue> {
  const catalogue = new Catalogue();
  const { start, end } = await log.bounds('catalog', 0);
  for (let next = start; next < end;) {
    const page = await log.read('catalog', 0, next, PAGE);
    for (const { value } of page.records) catalogue.apply(value);
    if (page.records.length === 0) break;
    next = page.next;
  }
  return catalogue;
}

async function* readAll(read: Read, ends: readonly number[]): AsyncIterable<RawRecord> {
  for (const [partition, end] of ends.entries()) yield* readPartition(read, partition, end);
}

async function* readPartition(read: Read, partition: number, end: number): AsyncIterable<RawRecord> {
  for (let next = 0; next < end;) {
    const records = await read(partition, next, PAGE);
    for (const { offset, value } of records) {
      if (offset < end) yield { partition, offset, text: value };
    }
    const last = records.at(-1);
    if (!last) return;
    next = last.offset + 1;
  }
}
