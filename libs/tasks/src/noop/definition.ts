import { z } from 'zod';
import { orExpression, scalarSetting } from '../setting-schemas.js';
import type { TaskType } from '../task-type.js';

export const noopSettings = z.strictObject({
  duration: scalarSetting.optional().describe('How long it takes, such as 30s; default: nothing.'),
  outputs: z.record(z.string(), z.unknown()).optional().describe('What it gives, as it stands here.'),
  fail: orExpression(z.boolean()).optional().describe('True: it fails, with code NOOP_FAILED.'),
});

export const noop: TaskType = {
  type: 'noop',
  summary: 'Does nothing, at once or for a while: for joins, drafts and measurements.',
  settings: noopSettings,
  codeKeys: [],
  spawns: false,
  light: true,
  executor: async () => (await import('./executor.js')).runNoop,
};
