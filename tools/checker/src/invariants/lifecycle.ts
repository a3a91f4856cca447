import type { AttemptState, RunPhase, TaskRunState } from '@millrace/dag';
import { ATTEMPT_TRANSITIONS, RUN_TRANSITIONS, TASK_RUN_TRANSITIONS, isTaskRunEnded } from '@millrace/dag';
import type { Invariant } from '../invariant.js';
import type { SeenEvent } from '../seen.js';

interface States {
  readonly phase: RunPhase | undefined;
  readonly task: TaskRunState | undefined;
  readonly attempt: AttemptState | undefined;
  readonly number: number;
}

/** The states of the fold move along the tables of the lifecycle, and no final state is left. */
export const lifecycle: Invariant = {
  name: 'LIFECYCLE',
  promise: 'Runs, task runs and attempts move only as their transition tables allow; final states stay.',
  watch: ({ violated }) => {
    let before: States = NOTHING;
    return {
      event: (seen) => {
        before = statesOf(seen);
        if (before.task !== undefined && isTaskRunEnded(before.task)) {
          violated(seen.where, `${seen.event.type}, but the task run has ended: it is ${before.task}.`);
        }
      },
      after: (seen) => {
        for (const sentence of illegalMoves(before, statesOf(seen)))
          violated(seen.where, `${seen.event.type}: ${sentence}.`);
      },
    };
  },
};

const NOTHING: States = { phase: undefined, task: undefined, attempt: undefined, number: 0 };

function statesOf({ run, node }: SeenEvent): States {
  const { cold } = run;
  const task = node && cold?.tasks[node.index];
  return { phase: cold?.phase, task: task?.state, attempt: task?.attemptState, number: task?.attempt ?? 0 };
}

function illegalMoves(before: States, after: States): readonly string[] {
  const sameAttempt = before.number === after.number;
  return [
    ...illegal('the run', before.phase, after.phase, RUN_TRANSITIONS),
    ...illegal('the task run', before.task, after.task, TASK_RUN_TRANSITIONS),
    ...(sameAttempt ? illegal('the attempt', before.attempt, after.attempt, ATTEMPT_TRANSITIONS) : []),
  ];
}

function illegal<S extends string>(
  what: string,
  from: S | undefined,
  to: S | undefined,
  table: Readonly<Record<S, readonly S[]>>,
): readonly string[] {
  if (from === undefined || to === undefined || from === to || table[from].includes(to)) return [];
  return [`${what} goes from ${from} to ${to}`];
}
