import type { EntitySchemaOptions } from 'typeorm';
import type { TaskRunRow } from '../rows/task-run-row.js';
import { bigNumber, id, integer, json, name, nullable, stateWord, text } from './column-kinds.js';

/** One row a task run, kept in the order of (run, task): they are only ever asked for by their run. */
export const taskRunTable = {
  name: 'task_run',
  withoutRowid: true,
  columns: {
    run: { ...id, primary: true, update: false },
    task: { ...name, primary: true, update: false },
    state: stateWord,
    allowed: { type: 'boolean' },
    reason: { ...text, ...nullable },
    error: { ...json, ...nullable },
    attempt: integer,
    outputs: { ...json, ...nullable },
    queuedAt: { ...bigNumber, ...nullable, name: 'queued_at' },
    startedAt: { ...bigNumber, ...nullable, name: 'started_at' },
    endedAt: { ...bigNumber, ...nullable, name: 'ended_at' },
    attempts: json,
  },
} satisfies EntitySchemaOptions<TaskRunRow>;
