import type { CatalogEntry, CatalogueFeed } from '@millrace/events';
import { Catalogue, goesBack } from '@millrace/events';
import type { CatalogueTurn } from '@millrace/persistence';
import { entryOf, storedOf } from './stored-entries.js';

/** What ledger and log are to be given so that both have the same. */
export interface Difference {
  /** The ledger lacks it, or has what the log contradicts: the log has been read by others already. */
  readonly enter: readonly CatalogEntry[];
  /** The log lacks it, or has an older one last. */
  readonly send: readonly CatalogEntry[];
}

/**
 * Brings ledger and log together, in a turn and where the feed has read the log to its end. What waits in the outbox
 * already reaches the log anyway.
 */
export async function compareWithLog(
  turn: CatalogueTurn,
  { catalogue, overtaken }: Pick<CatalogueFeed, 'catalogue' | 'overtaken'>,
): Promise<void> {
  const logged = new Map([...catalogue.published()].map((entry) => [Catalogue.keyOf(entry), entry] as const));
  const keys = await turn.keys();
  // Definitions never change and are the larger part: that both have one is enough.
  const wanted = keys.filter((key) => logged.get(key)?.kind !== 'definition');
  const kept = new Map((await turn.find(wanted)).map((stored) => [stored.key, entryOf(stored)] as const));
  for (const key of keys) {
    const definition = logged.get(key);
    if (definition?.kind === 'definition') kept.set(key, definition);
  }
  const { enter, send } = differenceOf(logged, kept, overtaken);
  const entered = enter.map(storedOf);
  await turn.enter(entered);
  await turn.withdraw(entered.map(({ key }) => key));
  const waiting = new Set(await turn.waitingKeys());
  await turn.send(send.map(storedOf).filter(({ key }) => !waiting.has(key)));
}

/** By key: what the log gives who reads it whole, and what the ledger has. */
export function differenceOf(
  logged: ReadonlyMap<string, CatalogEntry>,
  kept: ReadonlyMap<string, CatalogEntry>,
  overtaken: ReadonlySet<string>,
): Difference {
  const enter: CatalogEntry[] = [];
  const send: CatalogEntry[] = [];
  for (const [key, entry] of logged) {
    const own = kept.get(key);
    const isAhead = own !== undefined && goesBack(entry, own) && !goesBack(own, entry);
    if (!isAhead && !isSame(own, entry)) enter.push(entry);
    if (isAhead) send.push(own);
    else if (overtaken.has(key)) send.push(entry);
  }
  for (const [key, own] of kept) if (!logged.has(key)) send.push(own);
  return { enter, send: send.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind]) };
}

/** An entry comes after those that it names. */
const ORDER = { project: 0, definition: 1, workflow: 2, reader: 3 } as const;

function isSame(one: CatalogEntry | undefined, other: CatalogEntry): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
