import { z } from 'zod';
import { PRIORITIES } from '../../definition/workflow-definition.js';
import { encodedValues } from '../encoded-values.js';
import { defineEvent } from '../define-event.js';
import { RUN_TIMEOUT } from '../effects.js';

const schema = z.object({
  run: z.string().describe('id of the run'),
  project: z.string(),
  workflow: z.string(),
  version: z.int(),
  definition: z.string().describe('hash of the definition, its address in the catalogue'),
  params: encodedValues.describe('every parameter of the definition, defaults resolved'),
  labels: z.record(z.string(), z.string()),
  trigger: z.string().describe('what started it: api, cli …'),
  priority: z.enum(PRIORITIES),
  logicalDate: z
    .tuple([z.int(), z.string()])
    .describe('the time the run is for: epoch milliseconds and zone'),
  scheduledTime: z.int().optional(),
  timeoutMs: z.int().optional(),
  traceparent: z.string().optional().describe('W3C trace context of who started it'),
});

export type RunStartedData = z.infer<typeof schema>;

/** The first event of a run. The state is made from it (`run.ts`); its roots are the first candidates. */
export const runStarted = defineEvent('RunStarted', 1, schema, {
  evolve: () => undefined,
  react: (_run, data, at) =>
    data.timeoutMs === undefined
      ? []
      : [{ effect: 'StartTimer', task: RUN_TIMEOUT, dueAt: at + data.timeoutMs }],
});
