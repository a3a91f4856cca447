import { runScript } from '../process/run-script.js';
import { settingsInvalidBySchema } from '../task-failure.js';
import type { TaskExecutor } from '../task-type.js';
import { pythonSettings } from './definition.js';

export const runPython: TaskExecutor = async (context) => {
  const parsed = pythonSettings.safeParse(context.settings);
  if (!parsed.success) return settingsInvalidBySchema(parsed.error);
  const { script, python = 'python3' } = parsed.data;
  // -u: without it the log would come in blocks, most of it at the end.
  return await runScript(context, { fileName: 'script.py', script, interpreter: [python, '-u'] });
};
