import { z } from 'zod';
import { queryInteger, runId, taskName } from '../schemas/common.js';
import * as logs from '../schemas/log.js';
import * as schemas from '../schemas/task-run.js';
import { API_BASE, defineRoute } from './route.js';
import { STREAM_TYPES } from './run-routes.js';

const TASKS = `${API_BASE}/runs/:run/tasks`;
const ATTEMPT = `${TASKS}/:task/attempts/:attempt`;

const taskParams = z.strictObject({ run: runId, task: taskName });
const attemptParams = z.strictObject({ run: runId, task: taskName, attempt: queryInteger(1, 1_000_000) });
const codes = ['UNKNOWN_RUN', 'UNKNOWN_TASK', 'UNKNOWN_ATTEMPT'] as const;

export const taskRunRoutes = {
  listTaskRuns: defineRoute({
    name: 'listTaskRuns',
    method: 'GET',
    path: TASKS,
    tag: 'task runs',
    summary: 'Lists the task runs of a run in the order of its file.',
    params: z.strictObject({ run: runId }),
    answer: schemas.taskRunList,
    codes: ['UNKNOWN_RUN'],
  }),
  getTaskRun: defineRoute({
    name: 'getTaskRun',
    method: 'GET',
    path: `${TASKS}/:task`,
    tag: 'task runs',
    summary: 'Gives a task run with its attempts.',
    params: taskParams,
    answer: schemas.taskRun,
    codes: ['UNKNOWN_RUN', 'UNKNOWN_TASK'],
  }),
  getAttempt: defineRoute({
    name: 'getAttempt',
    method: 'GET',
    path: ATTEMPT,
    tag: 'task runs',
    summary: 'Gives an attempt.',
    params: attemptParams,
    answer: schemas.attempt,
    codes,
  }),
  getLog: defineRoute({
    name: 'getLog',
    method: 'GET',
    path: `${ATTEMPT}/log`,
    tag: 'logs',
    summary: 'Gives lines of the log of an attempt; all of it as a download with `Accept: text/plain`.',
    params: attemptParams,
    query: logs.logQuery,
    answer: logs.logPage,
    text: 'text/plain',
    codes,
  }),
  streamLog: defineRoute({
    name: 'streamLog',
    method: 'GET',
    path: `${ATTEMPT}/log/stream`,
    tag: 'logs',
    summary:
      'Gives the lines of the log of an attempt as they come; ends with `end` when the log is complete, with `problem` when it cannot be read on.',
    params: attemptParams,
    stream: { item: logs.logLine, types: STREAM_TYPES },
    codes,
  }),
} as const;
