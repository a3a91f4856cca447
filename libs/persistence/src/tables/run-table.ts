import type { EntitySchemaOptions } from 'typeorm';
import type { RunRow } from '../rows/run-row.js';
import {
  bigNumber,
  fixed,
  id,
  integer,
  json,
  name,
  nullable,
  stateWord,
  text,
  word,
} from './column-kinds.js';

/**
 * One row a run. Every list is asked for state by state (`queries/list-runs.ts`), so three indexes answer all
 * filters, and each holds what its lists are sorted by.
 */
export const runTable = {
  name: 'run',
  columns: {
    id: { ...id, primary: true, update: false },
    project: { ...name, ...fixed },
    workflow: { ...name, ...fixed },
    version: { ...integer, ...fixed },
    definition: { ...word, ...fixed },
    state: stateWord,
    round: { ...integer, ...fixed },
    params: { ...json, ...fixed },
    labels: { ...json, ...fixed },
    trigger: { ...word, ...fixed },
    priority: { ...word, ...fixed },
    logicalDate: { ...bigNumber, ...fixed, name: 'logical_date' },
    logicalZone: { ...word, ...fixed, name: 'logical_zone' },
    startedAt: { ...bigNumber, ...fixed, name: 'started_at' },
    endedAt: { ...bigNumber, ...nullable, name: 'ended_at' },
    because: { ...text, ...nullable },
    reason: { ...text, ...nullable },
    counts: json,
    partition: { ...integer, ...fixed, name: 'home_partition' },
    firstOffset: { ...bigNumber, ...fixed, name: 'first_offset' },
    lastOffset: { ...bigNumber, name: 'last_offset' },
  },
  indices: [
    { name: 'run_state', columns: ['state', 'startedAt', 'id'] },
    { name: 'run_project', columns: ['project', 'state', 'startedAt', 'id'] },
    { name: 'run_workflow', columns: ['project', 'workflow', 'state', 'startedAt', 'id'] },
  ],
} satisfies EntitySchemaOptions<RunRow>;
