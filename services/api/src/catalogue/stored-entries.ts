import type { CatalogEntry, NewRecord } from '@millrace/events';
import { Catalogue } from '@millrace/events';
import type { StoredEntry } from '@millrace/persistence';

/** An entry as a record of topic `catalog`. */
export function recordOf(value: CatalogEntry): NewRecord<'catalog'> {
  return { partition: 0, key: Catalogue.keyOf(value), value };
}

export function storedOf(entry: CatalogEntry): StoredEntry {
  return { key: Catalogue.keyOf(entry), value: JSON.stringify(entry) };
}

/** Throws SyntaxError where the text is none that we wrote. */
export function entryOf({ value }: StoredEntry): CatalogEntry {
  return JSON.parse(value) as CatalogEntry;
}
