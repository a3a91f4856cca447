import type { EntitySchemaOptions } from 'typeorm';
import type { TaskRunRow } from '../rows/task-run-row.js';
import { bigNumber, integer, json, nullable, text, word } from './column-kinds.js';

/** One row a task run, kept in the order of (run, task): they are only ever asked for by their run. */
export const taskRunTable = {
  name: 'task_run',
  withoutRowid: true,
  columns: {
    run: { ...word, primary: true, update: false },
    task: { ...word, primary: true, update: false },
    state: word,
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
