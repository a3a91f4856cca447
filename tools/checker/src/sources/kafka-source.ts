import { Catalogue } from '@millrace/events';
import type { Bounds, EventLog } from '@millrace/events';
import type { KafkaSettings } from '@millrace/events/kafka';
import { KafkaEventLog } from '@millrace/events/kafka';
import type { LogSource, RawRecord } from './log-source.js';

const PAGE = 2000;

/** What goes wrong for good is thrown. */
const say = (): void => undefined;

/** The log of a cluster. May be read while masters write: the check then ends where the log ended. Throws LogError. */
export async function openKafka(settings: KafkaSettings): Promise<LogSource> {
  const log = await KafkaEventLog.open(settings, say);
  try {
    // Before the catalogue: what a run has pinned was published before it started.
    const ends = await boundsOf(log);
    const catalogue = await catalogueOf(log);
    return {
      graph: (hash) => catalogue.graph(hash),
      records: () => readAll(log, ends),
      close: () => log.close(),
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function boundsOf(log: EventLog): Promise<readonly Bounds[]> {
  const numbers = Array.from({ length: log.partitions.P }, (_, partition) => partition);
  return Promise.all(numbers.map((partition) => log.bounds('workflow-events', partition)));
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

async function* readAll(log: EventLog, bounds: readonly Bounds[]): AsyncIterable<RawRecord> {
  for (const [partition, place] of bounds.entries()) yield* readPartition(log, partition, place);
}

async function* readPartition(
  log: EventLog,
  partition: number,
  { start, end }: Bounds,
): AsyncIterable<RawRecord> {
  for (let next = start; next < end;) {
    const page = await log.read('workflow-events', partition, next, PAGE);
    for (const { offset, value } of page.records) {
      if (offset < end) yield { partition, offset, text: value };
    }
    if (page.records.length === 0) return;
    next = page.next;
  }
}
