import type { Fence, PartitionWriter } from '@millrace/events';
import {
  FencedError,
  LogCorruptError,
  RECORD_VERSION,
  UnknownOutcomeError,
  encodeRecord,
} from '@millrace/events';
import { failpoint } from '@millrace/telemetry';
import type { MasterContext } from './master-context.js';
import type { PartitionMemory } from './partition-memory.js';

/**
 * Claims a partition: appends `epoch + 1` with a nonce of its own and folds until that nonce comes back (L9.4–5).
 * Gives undefined when another claim won.
 */
export async function claimPartition(
  memory: PartitionMemory,
  writer: PartitionWriter,
  context: MasterContext,
): Promise<Fence | undefined> {
  const { fold, partition, state } = memory;
  if (fold.logId === '')
    throw new LogCorruptError(`Partition ${partition} of workflow-events was never created.`);
  const fence: Fence = { epoch: fold.epoch + 1, nonce: context.newNonce() };
  const now = Math.max(context.clock.now(), state.lastNow);
  const text = encodeRecord({
    v: RECORD_VERSION,
    logId: fold.logId,
    now,
    kind: 'claim',
    ...fence,
    owner: context.owner,
  });
  failpoint('claim.before');
  try {
    await writer.append([text], fence, 'claim');
  } catch (error) {
    // Stored or not, the fold says whose claim it is; a copy that is stored late is void then (L4).
    if (!(error instanceof FencedError || error instanceof UnknownOutcomeError)) throw error;
  }
  failpoint('claim.after');
  await memory.catchUp();
  return fold.epoch === fence.epoch && fold.nonce === fence.nonce ? fence : undefined;
}
