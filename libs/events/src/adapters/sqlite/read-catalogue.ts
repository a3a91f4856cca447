import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Catalogue } from '../../catalogue.js';
import type { CatalogEntry } from '../../messages/catalog-entry.js';

/** What a data folder holds beside its events, read over a connection of its own. */
export interface LogFolder {
  readonly catalogue: Catalogue;
  /** Partitions of `workflow-events` that the log was made with. */
  readonly partitions: number;
}

/** Reads the catalogue of an embedded log as it is committed now. Throws where `folder` has no log. */
export function readCatalogue(folder: string): LogFolder {
  const file = join(folder, 'log.db');
  if (!existsSync(file)) throw new Error(`${folder} is no data folder: it has no log.db.`);
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return { catalogue: catalogueOf(db), partitions: partitionsOf(db) };
  } finally {
    db.close();
  }
}

function catalogueOf(db: DatabaseSync): Catalogue {
  const catalogue = new Catalogue();
  const rows = db.prepare('SELECT value FROM catalog_0 ORDER BY offset').iterate();
  for (const { value } of rows) catalogue.apply(JSON.parse(String(value)) as CatalogEntry);
  return catalogue;
}

function partitionsOf(db: DatabaseSync): number {
  const pattern = 'workflow-events\\_%';
  const row = db
    .prepare("SELECT count(*) AS tables FROM sqlite_master WHERE type = 'table' AND name LIKE ? ESCAPE '\\'")
    .get(pattern);
  return Number(row?.['tables'] ?? 0);
}
