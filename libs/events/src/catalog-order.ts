import type { CatalogEntry, VersionEntry } from './messages/catalog-entry.js';

/**
 * Whether an entry is older than what is known of the same object, or contradicts it: a send without an answer may be
 * stored after newer ones. Versions are only ever added, and projects count their revisions.
 */
export function goesBack(entry: CatalogEntry, known: CatalogEntry | undefined): boolean {
  if (entry.kind === 'workflow')
    return known?.kind === 'workflow' && !isExtension(entry.versions, known.versions);
  if (entry.kind !== 'project' || known?.kind !== 'project') return false;
  return (entry.revision ?? 0) < (known.revision ?? 0);
}

/** Equal lists extend each other. */
function isExtension(versions: readonly VersionEntry[], of: readonly VersionEntry[]): boolean {
  return of.every(({ version, definition }, index) => {
    const same = versions[index];
    return same?.version === version && same.definition === definition;
  });
}
