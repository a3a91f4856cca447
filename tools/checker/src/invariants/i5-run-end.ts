import type { GraphTask } from '@millrace/dag';
import type { Invariant } from '../invariant.js';
import type { RunModel } from '../model/run-model.js';

/** The end of a run is the end, and says what happened. */
export const runEnd: Invariant = {
  name: 'I5',
  promise: 'A run ends when all its task runs have ended, as what they make of it, and nothing follows.',
  watch: ({ violated }) => ({
    runEnded: (run, where) => {
      const open = run.graph.tasks.filter((node) => run.task(node).end === undefined);
      for (const node of open.slice(0, 3)) {
        violated({ ...where, task: node.name }, `The run has ${run.end}, but this task run has not ended.`);
      }
      if (open.length > 0) return;
      const wanted = resultOf(run);
      if (run.end !== wanted) violated(where, `The run ends as ${run.end}, expected ${wanted}.`);
    },
    stray: ({ event, where, ended }) => {
      if (ended) violated(where, `${event.type} after the run has ended.`);
    },
  }),
};

/** Workflow-format §4, the run's result. */
function resultOf(run: RunModel): RunModel['end'] {
  if (run.hold === 'stopping') return 'stopped';
  if (run.hold === 'failing') return 'failed';
  return run.graph.tasks.some((node) => isFailure(run, node) && !isHandled(run, node))
    ? 'failed'
    : 'succeeded';
}

function isFailure(run: RunModel, node: GraphTask): boolean {
  const { end, allowed } = run.task(node);
  return end === 'killed' || end === 'upstream-failed' || (end === 'failed' && !allowed);
}

function isHandled(run: RunModel, node: GraphTask): boolean {
  if (run.task(node).end === 'upstream-failed' || node.successors.length === 0) return false;
  return node.successors.every((index) => {
    const next = run.graph.tasks[index];
    return next?.definition.type === 'conditions' && run.task(next).end === 'succeeded';
  });
}
