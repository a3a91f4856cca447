import type { Run, RunEventItem, TaskRunItem } from '@millrace/api-contract';

export const RUN_ID = '0193a1b2-c3d4-8001-8000-00000000002a';
const START = Date.UTC(2026, 10, 20, 3, 12, 7);

/** An instant so many milliseconds after the start of the run. */
export function after(ms: number): string {
  return new Date(START + ms).toISOString();
}

export function aRun(changes: Partial<Run> = {}): Run {
  return {
    id: RUN_ID,
    project: 'retail',
    workflow: 'daily-sales',
    version: 3,
    definition: 'a'.repeat(64),
    state: 'succeeded',
    round: 1,
    params: { region: 'eu' },
    labels: {},
    trigger: 'cli',
    priority: 'medium',
    logicalDate: after(0),
    startedAt: after(0),
    endedAt: after(65_000),
    counts: { succeeded: 2 },
    position: '0:7:abc',
    ...changes,
  };
}

export function aTaskRun(task: string, changes: Partial<TaskRunItem> = {}): TaskRunItem {
  return {
    task,
    type: 'shell',
    state: 'succeeded',
    allowed: false,
    attempt: 1,
    outputs: {},
    queuedAt: after(0),
    startedAt: after(100),
    endedAt: after(1100),
    attempts: [
      {
        number: 1,
        state: 'succeeded',
        worker: 'w1',
        dispatchedAt: after(50),
        startedAt: after(100),
        endedAt: after(1100),
        exitCode: 0,
      },
    ],
    ...changes,
  };
}

/** A task run that failed with exit code 2, its log in its only attempt. */
export function aFailedTaskRun(task: string, logTail: string[]): TaskRunItem {
  const error = { code: 'EXIT_CODE', message: 'The script ended with exit code 2.' };
  const [attempt] = aTaskRun(task).attempts;
  const attempts =
    attempt === undefined
      ? []
      : [{ ...attempt, state: 'failed' as const, exitCode: 2, error: { ...error, logTail } }];
  return aTaskRun(task, { state: 'failed', error, attempts });
}

export function anEvent(type: string, ms: number, changes: Partial<RunEventItem> = {}): RunEventItem {
  return {
    position: `0:${String(ms)}:abc`,
    offset: ms,
    at: after(ms),
    type,
    v: 1,
    data: {},
    cause: { type: 'Command' },
    ...changes,
  };
}
