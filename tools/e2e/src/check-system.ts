import type { Beside, LogSource } from '@millrace/checker';
import { LIVE_INVARIANTS, checkLog } from '@millrace/checker';

/** Of a process that found another state than the log gives. */
const STATES_DIFFER = 'reads the events of a run otherwise';

/**
 * Looks at the log of a system that has ended, and at what its processes said: folded from nothing the log must come to
 * the states that they had, and break no invariant; what stands beside it must fit. Closes the log. Throws with what is wrong.
 */
export async function checkSystem(source: LogSource, errors: string, beside: Beside = {}): Promise<void> {
  try {
    const { violations } = await checkLog(source, { ...beside, invariants: LIVE_INVARIANTS });
    const [first] = violations;
    if (first)
      throw new Error(`The log breaks ${violations.length} promises, first ${JSON.stringify(first)}`);
  } finally {
    await source.close();
  }
  if (errors.includes(STATES_DIFFER)) throw new Error(errors);
}
