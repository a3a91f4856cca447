import { z } from 'zod';
import { INPUT_LIMITS } from './input-limits.js';
import { envNameSchema, outputNameSchema, slugSchema, taskNameSchema } from './name-schemas.js';
import { durationSchema, titleSchema } from './text-schemas.js';
import { PRIORITIES, RETRY_CAUSES, TRIGGER_RULES, VALUE_TYPES } from './workflow-definition.js';

export const prioritySchema = z.enum(PRIORITIES);

export const timeoutActionSchema = z.enum(['fail', 'alert']);

const retrySchema = z.strictObject({
  max: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .meta({ description: 'Further attempts after the first.', default: 0 }),
  delay: durationSchema.optional().meta({ description: 'Wait before a further attempt.', default: '10s' }),
  backoff: z
    .enum(['constant', 'linear', 'exponential'])
    .optional()
    .meta({ description: 'How the delay grows.', default: 'constant' }),
  maxDelay: durationSchema.optional().meta({ description: 'The delay grows no further.', default: '1h' }),
  jitter: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({ description: 'Share of the delay that is taken away by chance.', default: 0 }),
  on: z
    .array(z.enum(RETRY_CAUSES))
    .optional()
    .meta({ description: 'What is tried again.', default: ['failed', 'timed-out'] }),
});

const taskGroupSchema = z.strictObject({ name: slugSchema, priority: prioritySchema.optional() });

/** The task keys that may also stand in `defaults` (marked ° in workflow-format §3). */
export const sharedTaskShape = {
  retry: retrySchema.optional().meta({ description: 'Whether and when a failed attempt is tried again.' }),
  timeout: durationSchema.optional().meta({ description: 'Of one attempt, from its start. Default none.' }),
  timeoutAction: timeoutActionSchema
    .optional()
    .meta({ description: 'What a time-out does.', default: 'fail' }),
  delay: durationSchema.optional().meta({ description: 'Wait between ready and queued.', default: '0s' }),
  priority: prioritySchema.optional().meta({ description: 'Goes first among equals.', default: 'medium' }),
  workerGroup: slugSchema
    .optional()
    .meta({ description: 'The group of workers that runs the task.', default: 'default' }),
  env: z
    .record(envNameSchema, z.string())
    .optional()
    .meta({ description: 'Environment variables; values may hold ${{ }}.' }),
  delivery: z.enum(['at-least-once', 'at-most-once']).optional().meta({
    description: 'Whether an attempt of unknown outcome may be repeated.',
    default: 'at-least-once',
  }),
  onWorkerLost: z
    .enum(['rerun', 'rerun-after-grace', 'hold', 'fail'])
    .optional()
    .meta({ description: 'What happens when the worker is lost.', default: 'rerun-after-grace' }),
  onWorkerLostGrace: durationSchema
    .optional()
    .meta({ description: 'How long a lost worker may come back.', default: '30s' }),
};

const needsSchema = z.array(taskNameSchema).max(INPUT_LIMITS.tasks);

/** The keys that every task may have, beside those of its type. */
export const taskShape = {
  type: z.string().meta({ description: 'A registered task type; its own keys stand beside these.' }),
  title: titleSchema.optional().meta({ description: 'Free text for people.' }),
  needs: needsSchema
    .optional()
    .meta({ description: 'Tasks that must settle first: the edges.', default: [] }),
  runIf: z.enum(TRIGGER_RULES).optional().meta({ description: 'Trigger rule.', default: 'all-success' }),
  if: z
    .string()
    .optional()
    .meta({ description: 'CEL, evaluated when the rule is met; false skips the task.' }),
  enabled: z
    .boolean()
    .optional()
    .meta({ description: 'False takes the task out of the graph.', default: true }),
  allowFailure: z
    .boolean()
    .optional()
    .meta({ description: 'A final failure counts as success for successors and run.', default: false }),
  ...sharedTaskShape,
  taskGroup: taskGroupSchema.optional().meta({ description: 'The gate whose slot the task takes.' }),
  outputs: z
    .record(outputNameSchema, z.enum(VALUE_TYPES))
    .optional()
    .meta({ description: 'Declared outputs and their types, checked when the attempt ends.' }),
};

/** `defaults`: what all tasks have that do not say otherwise. */
export const defaultsSchema = z.strictObject(sharedTaskShape);

/** The shared keys of one task, `type` left to the register of types. */
export const taskSchema = z.strictObject({ ...taskShape, type: taskShape.type.optional() });

export type DefaultsInput = z.output<typeof defaultsSchema>;
export type TaskInput = z.output<typeof taskSchema>;
