import { runScript } from '../process/run-script.js';
import { settingsInvalid, settingsInvalidBySchema } from '../task-failure.js';
import type { TaskExecutor } from '../task-type.js';
import { SHELLS, shellSettings } from './definition.js';

export const runShell: TaskExecutor = async (context) => {
  const parsed = shellSettings.safeParse(context.settings);
  if (!parsed.success) return settingsInvalidBySchema(parsed.error);
  const { script, shell = 'sh' } = parsed.data;
  if (!SHELLS.some((known) => known === shell)) {
    return settingsInvalid(`shell: "${shell}" is not one of ${SHELLS.join(', ')}.`);
  }
  return await runScript(context, { fileName: 'script.sh', script, interpreter: [shell] });
};
