import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Catalogue, LogCorruptError } from '@millrace/events';
import type { CatalogEntry } from '@millrace/events';
import type { LogSource, RawRecord } from './log-source.js';

/**
 * A line of an exported log: an entry of the catalogue, or a record of `workflow-events`. Entries stand before the runs
 * that need them.
 */
export type ExportLine =
  | { readonly topic: 'catalog'; readonly value: CatalogEntry }
  | {
      readonly topic: 'workflow-events';
      readonly partition: number;
      readonly offset: number;
      readonly value: unknown;
    };

/** A log that was exported to a file, one JSON object a line. */
export function openExport(file: string): LogSource {
  return exportSource(createInterface({ input: createReadStream(file), crlfDelay: Infinity }));
}

/** The same from any lines. Throws LogCorruptError, with the number of the line, at one that is no JSON. */
export function exportSource(lines: Iterable<string> | AsyncIterable<string>): LogSource {
  const catalogue = new Catalogue();
  return {
    graph: (hash) => catalogue.graph(hash),
    records: () => readLines(lines, catalogue),
    close: () => undefined,
  };
}

async function* readLines(
  lines: Iterable<string> | AsyncIterable<string>,
  catalogue: Catalogue,
): AsyncIterable<RawRecord> {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const line = parseLine(text, number);
    if (line.topic === 'catalog') catalogue.apply(line.value);
    else yield { partition: line.partition, offset: line.offset, text: textOf(line.value) };
  }
}

function parseLine(text: string, number: number): ExportLine {
  try {
    return JSON.parse(text) as ExportLine;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LogCorruptError(`Line ${number} is no JSON: ${reason}`);
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
