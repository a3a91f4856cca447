import type { LostWorker } from '../partitions/partition-inputs.js';
import type { PartitionMemory } from '../partitions/partition-memory.js';

/** Worker processes that unfinished attempts of the partition name and that are not among `alive`: proven lost. */
export function strangers(
  memory: PartitionMemory | undefined,
  alive: ReadonlySet<string>,
): readonly LostWorker[] {
  const lost = new Map<string, LostWorker>();
  for (const { run } of memory?.runs.all() ?? []) {
    for (const task of run.tasks) {
      if (!task.worker || alive.has(task.worker.incarnation)) continue;
      if (task.state !== 'dispatched' && task.state !== 'running') continue;
      lost.set(task.worker.incarnation, { ...task.worker, proven: true });
    }
  }
  return [...lost.values()];
}
