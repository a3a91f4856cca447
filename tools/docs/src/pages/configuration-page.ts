import { apiSettings, logSettings, loggerSettings, masterSettings, workerSettings } from '@millrace/cluster';
import { configPage } from './config-page.js';

/** The settings of every service of a cluster. */
export function configurationPage(): string {
  return configPage([
    { title: 'master', schema: masterSettings() },
    { title: 'worker', schema: workerSettings() },
    { title: 'api', schema: apiSettings() },
    { title: 'logger', schema: loggerSettings() },
    { title: 'topics', schema: logSettings() },
  ]);
}
