import type { DecisionBatch } from '../partitions/decision-batch.js';
import { isRunEnded } from '@millrace/dag';
import type { SnapshotWriter } from './snapshot-writer.js';

/** Tells the snapshots which runs a verified batch touched and which it ended. */
export function noteForSnapshots(batch: DecisionBatch, base: number, snapshots: SnapshotWriter): void {
  batch.records.forEach(({ run }, index) => {
    if (!run) return;
    if (isRunEnded(run.phase)) snapshots.runEnded(run.id, base + index);
    else snapshots.touched(run.id);
  });
  snapshots.progressed(batch.records.length);
}
