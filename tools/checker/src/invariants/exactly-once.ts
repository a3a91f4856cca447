import type { GraphTask } from '@millrace/dag';
import type { Invariant } from '../invariant.js';
import type { RunModel } from '../model/run-model.js';
import { onTaskEvents } from '../seen.js';

/** For traced workflows, which have no branches and no failures (fixtures, wfcommons). */
export const exactlyOnce: Invariant = {
  name: 'EXACTLY-ONCE',
  promise: 'Every task of a run is dispatched once, after all its parents have ended, and succeeds.',
  onRequest: true,
  watch: ({ violated }) => ({
    event: onTaskEvents({
      TaskDispatched: ({ run, node, where }) => {
        const open = node.needs.find((need) => run.tasks[need]?.end !== 'succeeded');
        if (open === undefined) return;
        violated(where, `It is dispatched before its parent '${run.graph.tasks[open]?.name}' has succeeded.`);
      },
    }),
    runEnded: (run, where) => {
      for (const node of run.graph.tasks) {
        const problem = problemOf(run, node);
        if (problem !== undefined) violated({ ...where, task: node.name }, problem);
      }
    },
  }),
};

function problemOf(run: RunModel, node: GraphTask): string | undefined {
  const { dispatched, successes, end } = run.task(node);
  if (end !== 'succeeded') return `It ends as ${end ?? 'open'}, expected succeeded.`;
  if (node.logic || (dispatched === 1 && successes === 1)) return undefined;
  return `It has ${dispatched} attempts and ${successes} successes, expected one.`;
}
