import type { MasterLoad } from '@millrace/registry';
import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { PartitionMemory } from '../partitions/partition-memory.js';

/** What a master has to do. */
export type OwnLoad = Pick<MasterLoad, 'partitions' | 'activeRuns' | 'waiting'>;

export function ownLoad(
  memories: readonly Pick<PartitionMemory, 'partition' | 'runs'>[],
  dispatcher: Pick<Dispatcher, 'waiting'>,
): OwnLoad {
  return {
    partitions: memories.map(({ partition }) => partition),
    activeRuns: memories.reduce((sum, { runs }) => sum + runs.size, 0),
    waiting: Object.fromEntries(dispatcher.waiting()),
  };
}
