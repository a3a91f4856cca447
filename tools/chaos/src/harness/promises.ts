import { deepEqual } from 'node:assert/strict';
import { formatViolation } from '@millrace/checker';
import type { FaultWorld } from '@millrace/e2e';
import type { Trial } from '../row.js';

/**
 * The end of every row: all processes that should run do, all runs have ended, and the checker finds nothing in the log
 * and in what the scripts wrote down. `exactlyOnce`: no attempt was lost, and none failed. Throws what is wrong.
 */
export async function promisesKept(
  world: FaultWorld,
  { say }: Pick<Trial, 'say'>,
  { exactlyOnce = false } = {},
): Promise<void> {
  deepEqual(world.gone(), [], 'These services have ended by themselves');
  await world.log.untilEnded([...world.log.runs.keys()]);
  const { counts, violations } = await world.check({ exactlyOnce });
  say(
    `checker: ${counts.records} records, ${counts.ignored} of them void, ${counts.journalLines} lines of scripts, ${violations.length} violations`,
  );
  deepEqual(violations.map(formatViolation), [], 'The checker has found');
}
