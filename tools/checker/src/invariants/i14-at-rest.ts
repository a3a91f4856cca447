import type { Invariant } from '../invariant.js';
import type { RunModel } from '../model/run-model.js';

/** Nothing is forgotten. Holds for a log whose masters and workers had time to finish. */
export const atRest: Invariant = {
  name: 'I14',
  promise: 'When all is quiet every run has ended, is paused, or waits for a person.',
  atRest: true,
  watch: ({ violated }) => ({
    logEnded: (open) => {
      for (const run of open) {
        const { id, partition, born } = run;
        if (!mayRest(run))
          violated({ run: id, partition, offset: born }, `The run has not ended: ${describe(run)}.`);
      }
    },
  }),
};

function mayRest(run: RunModel): boolean {
  if (run.hold === 'paused') return true;
  if (run.hold !== undefined) return false;
  const moving = run.tasks.some((task) => task.active || task.waitsForWorker || task.dueAt > 0);
  return !moving && run.tasks.some((task) => task.held);
}

function describe(run: RunModel): string {
  const open = run.graph.tasks.filter((node) => run.task(node).end === undefined);
  const waiting =
    open.find((node) => run.task(node).active) ?? open.find((node) => run.task(node).waitsForWorker);
  const phase = run.hold ?? 'running';
  if (open.length === 0) return `it is ${phase}, though all its task runs have ended`;
  const named = waiting ?? open[0];
  return `it is ${phase}, ${open.length} of its task runs are open, one is '${named?.name}'`;
}
