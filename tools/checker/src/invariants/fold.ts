import { events, stateHash } from '@millrace/dag';
import type { Invariant } from '../invariant.js';
import type { RunModel } from '../model/run-model.js';
import type { SeenEvent } from '../seen.js';

/** The product can read its own log, from nothing, and comes to the same ends as the checker. */
export const coldFold: Invariant = {
  name: 'FOLD',
  promise:
    'The log folds from nothing, event by event, every event has its form, runs come to the states that their master had, and all task runs end as the model says.',
  watch: ({ violated }) => ({
    event: ({ event, where }) => {
      const parsed = events.get(event.type)?.schema.safeParse(event.data);
      const [issue] = parsed?.error?.issues ?? [];
      if (issue)
        violated(where, `${event.type} has no legal form: ${issue.path.join('.')}: ${issue.message}`);
    },
    after: (seen) => {
      const said = hashAfter(seen);
      if (said !== undefined && seen.run.cold && stateHash(seen.run.cold) !== said)
        violated(seen.where, 'The fold comes to another state than the master had after this record.');
    },
    broken: (where, reason) => violated(where, reason),
    stray: ({ event, where, ended }) => {
      if (!ended) violated(where, `${event.type} of a run that has not started in this log.`);
    },
    runEnded: (run, where) => {
      for (const { task, sentence } of differences(run)) violated({ ...where, task }, sentence);
    },
  }),
};

/** What the record says of the state after its last event; undefined before that, and where it says nothing. */
function hashAfter({ event, record }: SeenEvent): string | undefined {
  return event === record.events.at(-1) ? record.aggs[0]?.hash : undefined;
}

function differences(run: RunModel): readonly { readonly task: string; readonly sentence: string }[] {
  return run.graph.tasks
    .map((node) => ({ name: node.name, cold: run.cold?.tasks[node.index]?.state, end: run.task(node).end }))
    .filter(({ cold, end }) => end !== undefined && cold !== end)
    .map(({ name, cold, end }) => ({
      task: name,
      sentence: `The fold says ${cold}, the model says ${end}.`,
    }));
}
