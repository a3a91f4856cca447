import type { Fence, PartitionWriter } from '@millrace/events';
import {
  ClockError,
  FencedError,
  LogCorruptError,
  RECORD_VERSION,
  UnknownOutcomeError,
  encodeRecord,
} from '@millrace/events';
import { failpoint } from '@millrace/telemetry';
import type { MasterContext } from './master-context.js';
import type { PartitionMemory } from './partition-memory.js';
import { MOST_CLOCK_DIFFERENCE_MS } from './partition-memory.js';

/**
 * Claims a partition: appends `epoch + 1` with a nonce of its own and folds until that nonce comes back (L9.4–5).
 * Gives undefined when another claim won. Throws ClockError.
 */
export async function claimPartition(
  memory: PartitionMemory,
  writer: PartitionWriter,
  context: MasterContext,
): Promise<Fence | undefined> {
  const { fold, partition, state } = memory;
  if (fold.logId === '')
    throw new LogCorruptError(
      `Partition ${partition} of workflow-events was never created: millrace topics apply makes it.`,
    );
  const fence: Fence = { epoch: fold.epoch + 1, nonce: context.newNonce() };
  const sentAt = context.clock.now();
  const now = Math.max(sentAt, state.lastNow);
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
  if (fold.epoch !== fence.epoch || fold.nonce !== fence.nonce) return undefined;
  checkClock(memory, sentAt, context.clock.now());
  return fence;
}

/** The log's time of the claim must lie between sending and reading it back, give or take (L10). */
function checkClock({ partition, claimedAt }: PartitionMemory, sentAt: number, readAt: number): void {
  const off = Math.max(sentAt - claimedAt, claimedAt - readAt);
  if (off <= MOST_CLOCK_DIFFERENCE_MS) return;
  throw new ClockError(
    `The clock of this machine and that of the log differ by ${Math.round(off / 1000)} s (partition ${partition}); ` +
      'at most 30 s are taken, or timers and time-outs would be wrong. Set the clocks by NTP and start again.',
  );
}
