import { z } from 'zod';
import { runId, slug } from '../schemas/common.js';
import * as schemas from '../schemas/run.js';
import { runGraph } from '../schemas/workflow.js';
import { API_BASE, defineRoute } from './route.js';

const RUN = `${API_BASE}/runs/:run`;
const STARTS = `${API_BASE}/projects/:project/workflows/:workflow/runs`;

const params = z.strictObject({ run: runId });
const startParams = z.strictObject({ project: slug, workflow: slug });
const codes = ['UNKNOWN_RUN'] as const;
const commandCodes = ['UNKNOWN_RUN', 'RUN_ENDED', 'ALREADY_DONE', 'IDEMPOTENCY_CONFLICT'] as const;
const body = { kind: 'json', schema: schemas.changeRun } as const;

/** Types of a stream: for browsers and for tools that read lines. */
export const STREAM_TYPES = ['text/event-stream', 'application/x-ndjson'] as const;

export const runRoutes = {
  startRun: defineRoute({
    name: 'startRun',
    method: 'POST',
    path: STARTS,
    tag: 'runs',
    summary:
      'Starts a run. With an `Idempotency-Key` or `Prefer: wait=<seconds>` the answer waits for the outcome; else `Location` is where the outcome can be asked.',
    params: startParams,
    body: { kind: 'json', schema: schemas.startRun },
    status: 202,
    also: { 201: 'The run was accepted.' },
    answer: schemas.commandAnswer,
    codes: [
      'UNKNOWN_WORKFLOW',
      'INVALID_PARAMETERS',
      'PARAMS_TOO_LARGE',
      'TOO_LARGE',
      'ALREADY_STARTED',
      'IDEMPOTENCY_CONFLICT',
    ],
  }),
  startBatch: defineRoute({
    name: 'startBatch',
    method: 'POST',
    path: `${STARTS}/batch`,
    tag: 'runs',
    summary:
      'Starts many runs in one request. With an `Idempotency-Key` or `Prefer: wait=<seconds>` it waits for the outcomes. The same key with another list starts nothing.',
    params: startParams,
    body: { kind: 'json', schema: schemas.startBatch },
    status: 202,
    also: { 200: 'Each run was accepted or rejected.' },
    answer: schemas.batchAnswer,
    codes: ['UNKNOWN_WORKFLOW', 'PARAMS_TOO_LARGE', 'IDEMPOTENCY_CONFLICT'],
  }),
  listRuns: defineRoute({
    name: 'listRuns',
    method: 'GET',
    path: `${API_BASE}/runs`,
    tag: 'runs',
    summary: 'Lists runs, newest first.',
    query: schemas.runListQuery,
    answer: schemas.runList,
  }),
  getRun: defineRoute({
    name: 'getRun',
    method: 'GET',
    path: RUN,
    tag: 'runs',
    summary: 'Gives a run.',
    params,
    answer: schemas.run,
    codes,
  }),
  getRunGraph: defineRoute({
    name: 'getRunGraph',
    method: 'GET',
    path: `${RUN}/graph`,
    tag: 'runs',
    summary: 'Gives the effective graph of a run with the states of its task runs.',
    params,
    answer: runGraph,
    codes,
  }),
  listRunEvents: defineRoute({
    name: 'listRunEvents',
    method: 'GET',
    path: `${RUN}/events`,
    tag: 'runs',
    summary: 'Lists the events of a run, oldest first.',
    params,
    query: schemas.runEventQuery,
    answer: schemas.runEventList,
    codes: ['UNKNOWN_RUN', 'EVENTS_GONE'],
  }),
  streamRun: defineRoute({
    name: 'streamRun',
    method: 'GET',
    path: `${RUN}/stream`,
    tag: 'runs',
    summary: 'Gives the events of a run as they happen; ends with `end` when the run has ended.',
    params,
    stream: { item: schemas.runEvent, types: STREAM_TYPES },
    codes: ['UNKNOWN_RUN', 'EVENTS_GONE'],
  }),
  stopRun: defineRoute({
    name: 'stopRun',
    method: 'POST',
    path: `${RUN}/stop`,
    tag: 'runs',
    summary: 'Stops a run: kills what runs, starts nothing more.',
    params,
    body,
    status: 202,
    also: { 200: 'The command was accepted.' },
    answer: schemas.commandAnswer,
    codes: commandCodes,
  }),
  pauseRun: defineRoute({
    name: 'pauseRun',
    method: 'POST',
    path: `${RUN}/pause`,
    tag: 'runs',
    summary: 'Pauses a run: what runs goes on, nothing more starts.',
    params,
    body,
    status: 202,
    also: { 200: 'The command was accepted.' },
    answer: schemas.commandAnswer,
    codes: [...commandCodes, 'NOT_RUNNING'],
  }),
  resumeRun: defineRoute({
    name: 'resumeRun',
    method: 'POST',
    path: `${RUN}/resume`,
    tag: 'runs',
    summary: 'Lets a paused run go on.',
    params,
    body,
    status: 202,
    also: { 200: 'The command was accepted.' },
    answer: schemas.commandAnswer,
    codes: [...commandCodes, 'NOT_PAUSED'],
  }),
} as const;
