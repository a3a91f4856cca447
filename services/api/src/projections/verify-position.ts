import type { StoredRecord } from '@millrace/events';
import { LogCorruptError, decodeRecord } from '@millrace/events/reading';
import type { FoldPosition } from '@millrace/persistence';
import type { RecordSource } from './record-source.js';

/** The read model holds more than the log does, or was made from another one. */
export class ReadModelAheadError extends Error {
  readonly code = 'READ_MODEL_AHEAD';
}

/** Checks that the log reaches to a stored position and is the one it belongs to (L6). Throws ReadModelAheadError. */
export async function verifyPosition(
  { partition, next, logId }: FoldPosition,
  source: RecordSource,
): Promise<void> {
  const last = await firstFrom(source, partition, next - 1);
  if (last === 'outside' && (await firstFrom(source, partition, next)) !== 'outside') return;
  const found = last === 'outside' ? undefined : last;
  // What is projected may have left the log (L52): the fold judges by the next record then.
  if (found && found.offset >= next) return;
  if (found && decodeRecord(found.value).logId === logId) return;
  throw new ReadModelAheadError(
    `The read model holds partition ${partition} up to offset ${next} of log ${logId}, but ` +
      `${found ? 'the log is another one' : 'the log ends before that'}. ` +
      'If this log is the right one, stop millrace and remove the read model: it is made anew from the log.',
  );
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
