/** Opens the log of a folder, tells that it has it, and keeps it. Arguments: the folder. */
import { writeSync } from 'node:fs';
import { SqliteEventLog } from '../../src/adapters/sqlite/sqlite-event-log.js';

const [, , folder = ''] = process.argv;
SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => Date.now() });
writeSync(1, 'open\n');
process.stdin.resume();
