import { SqliteLogReader, readCatalogue } from '@millrace/events';
import type { ExportLine } from './export-source.js';

const PAGE = 2000;

/** The log of a data folder as lines: its catalogue, then its partitions one after the other. */
export function* exportLog(folder: string): Iterable<string> {
  const { entries, partitions } = readCatalogue(folder);
  for (const value of entries) yield lineOf({ topic: 'catalog', value });
  const reader = new SqliteLogReader(folder, partitions);
  try {
    for (let partition = 0; partition < partitions; partition += 1) yield* exportPartition(reader, partition);
  } finally {
    reader.close();
  }
}

function* exportPartition(reader: SqliteLogReader, partition: number): Iterable<string> {
  for (let next = 0; ;) {
    const page = reader.read(partition, next, PAGE);
    for (const { offset, value } of page)
      yield lineOf({ topic: 'workflow-events', partition, offset, value });
    const last = page.at(-1);
    if (!last) return;
    next = last.offset + 1;
  }
}

const lineOf = (line: ExportLine): string => JSON.stringify(line);
