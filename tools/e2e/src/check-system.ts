import type { LogSource } from '@millrace/checker';
import { checkLog, invariants } from '@millrace/checker';

/** What a log must hold at any moment, also amid runs. */
const ALWAYS = invariants.filter(({ name, onRequest }) => !onRequest && name !== 'I14');

/** Of a process that found another state than the log gives. */
const STATES_DIFFER = 'reads the events of a run otherwise';

/**
 * Looks at the log of a system that has ended, and at what its processes said: folded from nothing the log must come to
 * the states that they had, and break no invariant. Closes the log. Throws with what is wrong.
 */
export async function checkSystem(source: LogSource, errors: string): Promise<void> {
  try {
    const { violations } = await checkLog(source, { invariants: ALWAYS });
    const [first] = violations;
    if (first)
      throw new Error(`The log breaks ${violations.length} promises, first ${JSON.stringify(first)}`);
  } finally {
    await source.close();
  }
  if (errors.includes(STATES_DIFFER)) throw new Error(errors);
}
