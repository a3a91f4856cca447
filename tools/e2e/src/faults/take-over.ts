import type { Entry, LogWatch } from './log-watch.js';

/** Of partitions, the epochs in which somebody has them. */
export type Epochs = ReadonlyMap<number, number>;

export interface TakeOverOptions {
  /** Entries of the watch to look at: those from this one on. */
  readonly from: number;
  readonly withinMs: number;
}

/** What this owner has at present. */
export function epochsOf(log: LogWatch, owner: string): Epochs {
  return new Map(log.partitionsOf(owner).map((one) => [one, log.owners.get(one)?.epoch ?? 0]));
}

/** A decision, not a claim, of a later time in one of these partitions. */
export function decidedAfter(epochs: Epochs): (entry: Entry) => boolean {
  return ({ verdict, epoch, partition }) =>
    verdict === 'record' && epoch > (epochs.get(partition) ?? Infinity);
}

/** Resolves when another owner has decided in each of these partitions. */
export async function untilDecidedElsewhere(
  log: LogWatch,
  epochs: Epochs,
  options: TakeOverOptions,
): Promise<void> {
  for (const [partition, epoch] of epochs) {
    const what = `a decision of another owner in partition ${partition}`;
    await log.untilEntry(what, decidedAfter(new Map([[partition, epoch]])), options);
  }
}
