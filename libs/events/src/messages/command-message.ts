import { z } from 'zod';

/** At most this long as text (L43). */
export const MAX_COMMAND_BYTES = 128 * 1024;

/**
 * A command as a CloudEvent 1.0 in structured form. `source` and `id` name it for ever: the same pair again gets the
 * same answer (L50). `type` is the command's name, `data` its body.
 */
export const commandMessage = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(256),
  source: z.string().min(1).max(256),
  type: z.string().min(1).max(128),
  /** ISO 8601; stays equal when the command is sent again. */
  time: z.iso.datetime({ offset: true }),
  /** Id of the run that the command is for. A StartRun may leave it out: the run then gets one. */
  subject: z.string().min(1).max(256).optional(),
  /** W3C trace context. */
  traceparent: z.string().max(128).optional(),
  correlationid: z.string().max(256).optional(),
  causationid: z.string().max(256).optional(),
  data: z.record(z.string(), z.unknown()),
});

export type CommandMessage = z.infer<typeof commandMessage>;
