import { z } from 'zod';
import { wordSetting } from '../setting-schemas.js';
import type { TaskType } from '../task-type.js';

export const SHELLS = ['sh', 'bash'] as const;

export const shellSettings = z.strictObject({
  script: z.string().min(1).max(1_048_576).describe('The script, as the shell would read it from a file.'),
  shell: wordSetting(SHELLS).optional().describe('Default sh.'),
});

export const shell: TaskType = {
  type: 'shell',
  summary: 'Runs a shell script.',
  settings: shellSettings,
  codeKeys: ['script'],
  spawns: true,
  executor: async () => (await import('./executor.js')).runShell,
};
