import type { EventLog } from '@millrace/events';
import type { ReadStore } from '@millrace/persistence';
import { recordsOf } from './record-source.js';
import type { ComparedNames } from './verify-position.js';
import { verifyPosition } from './verify-position.js';

/**
 * Checks, before anything is served, that the log is the one that the read model was made from and reaches as far: one
 * that was removed, emptied or put back from a copy looks like a good one by itself (L6). Throws ReadModelAheadError.
 */
export async function verifyReadModel(store: ReadStore, log: EventLog, names: ComparedNames): Promise<void> {
  const source = recordsOf(log);
  for (const stored of await store.foldPositions()) await verifyPosition(stored, source, names);
}
