import { existsSync } from 'node:fs';
import { checkLog, invariants, openFolder } from '@millrace/checker';
import { logOf } from './data-folders.js';

/** What a log must hold at any moment, also amid runs. */
const ALWAYS = invariants.filter(({ name, onRequest }) => !onRequest && name !== 'I14');

/**
 * Looks at the log of a data folder that no process uses any more: folded from nothing it must come to the states that
 * the process had, and break no invariant. Throws with what is wrong.
 */
export async function checkFolder(folder: string): Promise<void> {
  if (!existsSync(logOf(folder))) return;
  const source = openFolder(folder);
  try {
    const { violations } = await checkLog(source, { invariants: ALWAYS });
    const [first] = violations;
    if (first)
      throw new Error(`The log breaks ${violations.length} promises, first ${JSON.stringify(first)}`);
  } finally {
    source.close();
  }
}
