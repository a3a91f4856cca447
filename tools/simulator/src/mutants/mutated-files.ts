/** Where a slip would cost most: what owns a partition, folds it, keeps its state; what remembers attempts. */
export const MUTATED_FILES: readonly string[] = [
  'libs/events/src/fold.ts',
  'services/master/src/partitions/partition-runner.ts',
  'services/master/src/partitions/verified-append.ts',
  'services/master/src/partitions/claim-partition.ts',
  'services/master/src/partitions/partition-memory.ts',
  'services/master/src/partitions/repeat-effects.ts',
  'services/master/src/snapshots/restore-partition.ts',
  'services/master/src/snapshots/snapshot-reader.ts',
  'services/master/src/snapshots/snapshot-writer.ts',
  'services/worker/src/execution/journal.ts',
];
