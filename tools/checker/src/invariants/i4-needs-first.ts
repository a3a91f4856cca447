import type { GraphTask } from '@millrace/dag';
import { judgeRule } from '@millrace/dag';
import type { Invariant } from '../invariant.js';
import type { RunModel } from '../model/run-model.js';
import type { TaskModel } from '../model/task-model.js';
import type { SeenTaskEvent } from '../seen.js';
import { onTaskEvents } from '../seen.js';

/** The graph of the pinned version decides who runs, and when. */
export const needsFirst: Invariant = {
  name: 'I4',
  promise:
    'A task starts, is skipped or is upstream-failed only when the ends of its needs say so by its rule.',
  watch: ({ violated }) => {
    const expect = (seen: SeenTaskEvent, verdict: ReturnType<typeof judgeRule>): void => {
      const found = verdictOf(seen.node, seen.task);
      if (found === verdict) return;
      violated(
        seen.where,
        `${seen.event.type}, but its rule ${seen.node.definition.runIf} ${sayVerdict(seen, found)}.`,
      );
    };
    const start = (seen: SeenTaskEvent): void => {
      expect(seen, 'run');
      const refusal = refusalOf(seen);
      if (refusal !== undefined) violated(seen.where, `It starts while the run is ${refusal}.`);
    };
    return {
      event: onTaskEvents({
        TaskDelayed: (seen) => expect(seen, 'run'),
        TaskQueued: (seen) => expect(seen, 'run'),
        TaskDispatched: start,
        BranchChosen: start,
        TaskFailed: (seen) => expect(seen, 'run'),
        TaskUpstreamFailed: (seen) => expect(seen, 'upstream-failed'),
        TaskSkipped: (seen, { reason }) => {
          if (reason === 'if-false') expect(seen, 'run');
          else if (reason !== 'run-ending') expect(seen, 'skip');
          else if (!isEnding(seen.run))
            violated(seen.where, 'It is skipped because the run is ending, but the run is not.');
        },
      }),
    };
  },
};

function verdictOf(node: GraphTask, task: TaskModel): ReturnType<typeof judgeRule> {
  return judgeRule(node.definition.runIf, { total: node.needs.length, ...task.needs });
}

function sayVerdict({ run, node }: SeenTaskEvent, verdict: ReturnType<typeof judgeRule>): string {
  const open = node.needs.filter((need) => run.tasks[need]?.end === undefined);
  const names = open.slice(0, 3).map((need) => run.graph.tasks[need]?.name ?? '?');
  if (verdict === 'wait')
    return `waits for ${names.join(', ')}${open.length > 3 ? ` and ${open.length - 3} more` : ''}`;
  return `says ${verdict}`;
}

const isEnding = (run: RunModel): boolean => run.hold === 'failing' || run.hold === 'stopping';

/** What keeps a task from starting, whatever its needs are (workflow-format §5). */
function refusalOf({ run, node }: SeenTaskEvent): string | undefined {
  if (run.hold === 'failing' && node.definition.runIf === 'always') return undefined;
  return run.hold;
}
