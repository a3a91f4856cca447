import { SqliteLogReader, readCatalogue } from '@millrace/events';
import type { LogSource, RawRecord } from './log-source.js';

const PAGE = 2000;

/** The log of a data folder. May be read while its owner writes: the check then ends where the log ended. */
export function openFolder(folder: string): LogSource {
  let { catalogue, partitions } = readCatalogue(folder);
  const reader = new SqliteLogReader(folder, partitions);
  return {
    graph: (hash) => {
      const graph = catalogue.graph(hash);
      if (graph) return graph;
      ({ catalogue, partitions } = readCatalogue(folder));
      return catalogue.graph(hash);
    },
    records: () => readAll(reader, partitions),
    close: () => reader.close(),
  };
}

function* readAll(reader: SqliteLogReader, partitions: number): Iterable<RawRecord> {
  for (let partition = 0; partition < partitions; partition += 1) {
    for (let next = 0; ;) {
      const page = reader.read(partition, next, PAGE);
      for (const { offset, value } of page) yield { partition, offset, text: value };
      const last = page.at(-1);
      if (!last) break;
      next = last.offset + 1;
    }
  }
}
