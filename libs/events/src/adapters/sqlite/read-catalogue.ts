import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Catalogue } from '../../catalogue.js';
import { DataFolderError } from '../../log-errors.js';
import type { CatalogEntry } from '../../messages/catalog-entry.js';

/** What a data folder holds beside its events, read over a connection of its own. */
export interface LogFolder {
  readonly catalogue: Catalogue;
  /** What the catalogue was made from, oldest first. */
  readonly entries: readonly CatalogEntry[];
  /** Partitions of `workflow-events` that the log was made with. */
  readonly partitions: number;
}

/** Reads the catalogue of an embedded log as it is committed now. Throws DataFolderError where `folder` has no log. */
export function readCatalogue(folder: string): LogFolder {
  const file = join(folder, 'log.db');
  if (!existsSync(file)) throw new DataFolderError(`${folder} is no data folder: it has no log.db.`);
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const entries = entriesOf(db);
    const catalogue = new Catalogue();
    for (const entry of entries) catalogue.apply(entry);
    return { catalogue, entries, partitions: partitionsOf(db) };
  } finally {
    db.close();
  }
}

function entriesOf(db: DatabaseSync): readonly CatalogEntry[] {
  const rows = db.prepare('SELECT value FROM catalog_0 ORDER BY offset').all();
  return rows.map(({ value }) => JSON.parse(String(value)) as CatalogEntry);
}

function partitionsOf(db: DatabaseSync): number {
  const row = db
    .prepare(
      "SELECT count(*) AS tables FROM sqlite_master WHERE type = 'table' AND name GLOB 'workflow-events_*'",
    )
    .get();
  return Number(row?.['tables'] ?? 0);
}
