import { runScript } from '../process/run-script.js';
import { settingsInvalidBySchema } from '../task-failure.js';
import type { TaskExecutor } from '../task-type.js';
import { shellSettings } from './definition.js';

export const runShell: TaskExecutor = async (context) => {
  const parsed = shellSettings.safeParse(context.settings);
  if (!parsed.success) return settingsInvalidBySchema(parsed.error);
  const { script, shell = 'sh' } = parsed.data;
  return await runScript(context, { fileName: 'script.sh', script, interpreter: [shell] });
};
