import { z } from 'zod';
import { labelNameSchema, slugSchema } from './name-schemas.js';
import { defaultsSchema, prioritySchema, timeoutActionSchema } from './task-schema.js';
import { durationSchema } from './text-schemas.js';
import { VALUE_TYPES } from './workflow-definition.js';

/** `params.<name>`. Values are checked against the type afterwards (`check-params.ts`). */
export const paramSchema = z.strictObject({
  type: z.enum(VALUE_TYPES).meta({ description: 'Type of the value.' }),
  default: z.unknown().optional().meta({ description: 'A literal of the type, or text with ${{ }}.' }),
  enum: z.array(z.unknown()).min(1).optional().meta({ description: 'The values that are allowed.' }),
  min: z.union([z.number(), z.string()]).optional().meta({ description: 'The least value.' }),
  max: z.union([z.number(), z.string()]).optional().meta({ description: 'The greatest value.' }),
  pattern: z.string().optional().meta({ description: 'RE2; the whole text must match. Strings only.' }),
  required: z.boolean().optional().meta({ description: 'A start must give it.', default: false }),
  description: z.string().optional(),
  secret: z.boolean().optional().meta({ description: 'Masked wherever it is shown.', default: false }),
});

export type ParamInput = z.output<typeof paramSchema>;

const concurrencySchema = z.strictObject({
  policy: z.enum(['parallel', 'serial-wait', 'serial-priority', 'serial-discard', 'serial-replace']),
  key: z.string().optional(),
  limit: z.int().min(1).optional(),
  maxQueued: z.int().min(0).optional(),
  stopRunning: z.boolean().optional(),
});

const alertsSchema = z.array(z.unknown());

/** The keys of the top level but `params` and `tasks`, whose entries are read one by one. */
export const workflowShape = {
  apiVersion: z.literal('v1').meta({ description: 'Version of the format.' }),
  kind: z.literal('Workflow'),
  name: slugSchema.meta({ description: 'Name of the workflow, unique in its project.' }),
  project: slugSchema.optional().meta({ description: 'The project it belongs to.', default: 'default' }),
  description: z.string().optional().meta({ description: 'Free text for people.' }),
  labels: z.record(labelNameSchema, z.string()).optional().meta({ description: 'Free marks to filter by.' }),
  defaults: defaultsSchema.optional().meta({ description: 'For all tasks that do not say otherwise.' }),
  timeout: durationSchema.optional().meta({ description: 'Of the run from its start. Default none.' }),
  timeoutAction: timeoutActionSchema
    .optional()
    .meta({ description: 'What a time-out of the run does.', default: 'fail' }),
  priority: prioritySchema.optional().meta({ description: 'Of the run.', default: 'medium' }),
  timezone: z
    .string()
    .optional()
    .meta({ description: 'IANA name: the zone of dates in expressions.', default: 'UTC' }),
  failureStrategy: z
    .enum(['continue', 'end'])
    .optional()
    .meta({ description: 'What the first unhandled final failure does.', default: 'continue' }),
  concurrency: concurrencySchema.optional().meta({ description: 'How many runs at once.' }),
  triggers: z.unknown().optional().meta({ description: 'Schedules and events that start the workflow.' }),
  onSuccess: alertsSchema.optional(),
  onFailure: alertsSchema.optional(),
  onFinish: alertsSchema.optional(),
};

/** The top level with `params` and `tasks` of any content. */
export const workflowSchema = z.strictObject({
  ...workflowShape,
  params: z.unknown().optional(),
  tasks: z.unknown().optional(),
});

export type WorkflowInput = Partial<z.output<typeof workflowSchema>>;
