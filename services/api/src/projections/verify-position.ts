import type { StoredRecord } from '@millrace/events';
import { LogCorruptError, LogUnreachableError, decodeRecord } from '@millrace/events/reading';
import type { FoldPosition } from '@millrace/persistence';
import type { RecordSource } from './record-source.js';

/** The read model holds more than the log does, or was made from another one. */
export class ReadModelAheadError extends Error {
  readonly code = 'READ_MODEL_AHEAD';
}

/** What people are told of a read model and its log. */
export interface ComparedNames {
  readonly readModel: string;
  readonly log: string;
}

const UNNAMED: ComparedNames = { readModel: 'the read model', log: 'the log' };

/**
 * Checks that the log reaches to a stored position and is the one it belongs to (L6). Throws ReadModelAheadError, and
 * LogUnreachableError where that cannot be seen at present.
 */
export async function verifyPosition(
  { partition, next, logId }: FoldPosition,
  source: RecordSource,
  names = UNNAMED,
): Promise<void> {
  const last = await firstFrom(source, partition, next - 1);
  if (last === 'outside' && (await firstFrom(source, partition, next)) !== 'outside') return;
  const found = last === 'outside' ? undefined : last;
  // What is projected may have left the log (L52): the fold judges by the next record then.
  if (found && found.offset >= next) return;
  const foundId = found && decodeRecord(found.value).logId;
  if (foundId === logId) return;
  const what = foundId === undefined ? await endOf(partition, next, source) : otherLog(foundId);
  throw new ReadModelAheadError(
    `Of partition ${partition}, ${names.readModel} holds log ${logId} up to offset ${next}, but ` +
      `${names.log} ${what}. ` +
      'Restore the log that the read model was made from; or, if this log is the one you want, stop millrace and ' +
      `move ${names.readModel} away (a file with its -wal and -shm; of a server, name an empty database): it is made anew ` +
      'from the log.',
  );
}

function otherLog(id: string): string {
  return `is another one there: log ${id}`;
}

/** Throws LogUnreachableError where the log is as long as it should be, and does not show it. */
async function endOf(partition: number, next: number, source: RecordSource): Promise<string> {
  const end = await source.end(partition);
  if (end < next) return `ends at offset ${end}`;
  throw new LogUnreachableError(`Of partition ${partition}, nothing can be read at offset ${next - 1} yet.`);
}

type First = StoredRecord<'workflow-events'> | 'outside' | undefined;

async function firstFrom(source: RecordSource, partition: number, offset: number): Promise<First> {
  try {
    const [first] = await source.read(partition, offset, 1);
    return first;
  } catch (error) {
    if (error instanceof LogCorruptError) return 'outside';
    throw error;
  }
}
