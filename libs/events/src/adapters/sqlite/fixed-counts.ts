import { LogCorruptError } from '../../log-errors.js';
import type { PartitionCounts } from '../../topics.js';
import type { LogFile } from './log-file.js';

const KEY = 'partitions';

/** Partition counts are fixed when a log is made: a run lives where its id says. Throws when others are wanted (L56). */
export function fixCounts({ db, path }: LogFile, wanted: PartitionCounts): void {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(KEY);
  const text = `P=${wanted.P} L=${wanted.L}`;
  if (row === undefined) db.prepare('INSERT INTO meta VALUES (?, ?)').run(KEY, text);
  else if (row.value !== text) {
    throw new LogCorruptError(
      `${path} was made with partitions ${String(row.value)} and cannot be opened with ${text}: they are fixed for the life of a log.`,
    );
  }
}
