import { z } from 'zod';
import type { TaskType } from '../task-type.js';

export const pythonSettings = z.strictObject({
  script: z.string().min(1).max(1_048_576).describe('The program.'),
  python: z.string().min(1).optional().describe('The interpreter, a name or a path; default python3.'),
});

export const python: TaskType = {
  type: 'python',
  summary: 'Runs a Python program.',
  settings: pythonSettings,
  codeKeys: ['script'],
  spawns: true,
  executor: async () => (await import('./executor.js')).runPython,
};
