import type { Attempt, TaskRunItem } from '@millrace/api-contract';
import type { GraphTask, WorkflowGraph } from '@millrace/dag';
import type { AttemptEntry, ErrorOfTask, TaskRunRow } from '@millrace/persistence';
import { displayAll, isoTime, isoTimeOrNull } from '../runs/show-run.js';

/** The task runs of a run in the order of its file; a task without a row is still waiting. */
export function showTaskRuns(
  graph: WorkflowGraph,
  rows: ReadonlyMap<string, TaskRunRow>,
): readonly TaskRunItem[] {
  return graph.tasks.map((node) => showTaskRun(node, rows.get(node.name)));
}

export function showTaskRun(
  { name, definition: { type } }: GraphTask,
  row: TaskRunRow | undefined,
): TaskRunItem {
  if (!row) return { ...WAITING, task: name, type };
  return {
    task: name,
    type,
    state: row.state,
    allowed: row.allowed,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.error === null ? {} : { error: showError(row.error) }),
    attempt: row.attempt,
    outputs: displayAll(row.outputs ?? {}),
    queuedAt: isoTimeOrNull(row.queuedAt),
    startedAt: isoTimeOrNull(row.startedAt),
    endedAt: isoTimeOrNull(row.endedAt),
    attempts: row.attempts.map(showAttempt),
  };
}

const WAITING: Omit<TaskRunItem, 'task' | 'type'> = {
  state: 'waiting',
  allowed: false,
  attempt: 0,
  outputs: {},
  queuedAt: null,
  startedAt: null,
  endedAt: null,
  attempts: [],
};

export function showAttempt(entry: AttemptEntry): Attempt {
  const { number, state, worker, dispatchedAt, startedAt, endedAt, exitCode, error } = entry;
  return {
    number,
    state,
    worker,
    dispatchedAt: isoTime(dispatchedAt),
    startedAt: isoTimeOrNull(startedAt),
    endedAt: isoTimeOrNull(endedAt),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(error === undefined ? {} : { error: showError(error) }),
  };
}

function showError({ code, message, logTail }: ErrorOfTask): NonNullable<TaskRunItem['error']> {
  return { code, message, ...(logTail === undefined ? {} : { logTail: logTail.split('\n') }) };
}
