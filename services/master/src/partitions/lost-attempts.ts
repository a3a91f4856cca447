import { isAttemptEnded, reportAttemptLost } from '@millrace/dag';
import type { StoredRun } from './aggregate-store.js';
import type { InternalCommand, LostWorker } from './partition-inputs.js';

/** A command for every unfinished attempt that a lost worker process had. */
export function lostAttempts(
  runs: Iterable<StoredRun>,
  { incarnation, proven }: LostWorker,
): readonly InternalCommand[] {
  const commands: InternalCommand[] = [];
  for (const { run } of runs) {
    run.tasks.forEach((task, index) => {
      const name = run.graph.tasks[index]?.name;
      if (name === undefined || task.worker?.incarnation !== incarnation) return;
      if (!task.attemptState || isAttemptEnded(task.attemptState)) return;
      const data = { task: name, attempt: task.attempt, incarnation, reason: 'worker-lost', proven };
      commands.push({ run: run.id, command: reportAttemptLost(data) });
    });
  }
  return commands;
}
