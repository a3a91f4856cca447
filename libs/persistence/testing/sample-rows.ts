import type { FoldPosition, RejectionRow, RunRow, TaskRunRow } from '../src/index.js';

export function aRun(changes: Partial<RunRow> = {}): RunRow {
  return {
    id: 'run-1',
    project: 'demo',
    workflow: 'nightly',
    version: 3,
    definition: 'hash',
    state: 'running',
    round: 1,
    params: { day: { $date: '2026-11-20' }, n: 7, list: [true, null, 'ä𝄞'] },
    labels: { team: 'data' },
    trigger: 'api',
    priority: 'medium',
    logicalDate: 1_763_600_000_000,
    logicalZone: 'Europe/Berlin',
    startedAt: 1_763_700_000_000,
    endedAt: null,
    because: null,
    reason: null,
    counts: { running: 1 },
    partition: 0,
    firstOffset: 5,
    lastOffset: 6,
    ...changes,
  };
}

export function aTaskRun(changes: Partial<TaskRunRow> = {}): TaskRunRow {
  return {
    run: 'run-1',
    task: 'extract',
    state: 'failed',
    allowed: true,
    reason: null,
    error: { code: 'EXIT_CODE', message: 'It said no.', logTail: 'a\nb' },
    attempt: 1,
    outputs: { rows: 12 },
    queuedAt: 1_763_700_000_001,
    startedAt: 1_763_700_000_002,
    endedAt: null,
    attempts: [
      {
        number: 1,
        state: 'failed',
        worker: 'w',
        incarnation: 'i',
        dispatchedAt: 1_763_700_000_001,
        startedAt: null,
        endedAt: null,
        exitCode: 3,
      },
    ],
    ...changes,
  };
}

export function aRejection(changes: Partial<RejectionRow> = {}): RejectionRow {
  return {
    partition: 0,
    command: 7,
    source: '/api',
    id: 'one',
    code: 'INVALID_PARAMETERS',
    message: 'It said no.',
    details: [{ code: 'PARAMETER_TYPE', message: 'n is no number', param: 'n' }],
    decidedAt: 1_763_700_000_000,
    ...changes,
  };
}

export function positionAt(next: number, changes: Partial<FoldPosition> = {}): FoldPosition {
  return { partition: 0, logId: 'log', epoch: 1, nonce: 'nonce', seq: next, next, commands: 0, ...changes };
}
