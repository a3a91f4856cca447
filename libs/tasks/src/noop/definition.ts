import { z } from 'zod';
import { durationSetting, flagSetting } from '../setting-schemas.js';
import type { TaskType } from '../task-type.js';

export const noopSettings = z.strictObject({
  duration: durationSetting.optional().describe('How long it takes, such as 30s; default: nothing.'),
  outputs: z.record(z.string(), z.unknown()).optional().describe('What it gives, as it stands here.'),
  fail: flagSetting.optional().describe('True: it fails, with code NOOP_FAILED.'),
});

export const noop: TaskType = {
  type: 'noop',
  summary: 'Does nothing, at once or for a while: for joins, drafts and measurements.',
  settings: noopSettings,
  codeKeys: [],
  valueKeys: ['outputs'],
  spawns: false,
  light: true,
  executor: async () => (await import('./executor.js')).runNoop,
};
