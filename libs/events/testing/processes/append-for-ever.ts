/**
 * Claims every partition of the log of a folder, then appends records by threes and tells of each append when it is
 * acknowledged: partition, offset, first sequence. Arguments: the folder, a name for this process.
 */
import { writeSync } from 'node:fs';
import { SqliteEventLog } from '../../src/adapters/sqlite/sqlite-event-log.js';
import { createLog } from '../../src/log-birth.js';
import { Claimant } from '../claimant.js';

const [, , folder = '', name = ''] = process.argv;
const log = SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => Date.now() });
await createLog(log, () => 'log', Date.now());
await Promise.all([0, 1, 2, 3].map((partition) => appendTo(new Claimant(log, partition, name))));

async function appendTo(owner: Claimant): Promise<void> {
  if (!(await owner.claim())) throw new Error(`Partition ${owner.partition} could not be claimed.`);
  for (;;) {
    const seq = owner.seq + 1;
    const base = await owner.send(3);
    writeSync(1, `${owner.partition} ${base} ${seq}\n`);
  }
}
