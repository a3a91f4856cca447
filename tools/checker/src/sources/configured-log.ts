import { kafkaSettingsOf, logSettings } from '@millrace/cluster';
import { loadConfig } from '@millrace/config';
import { openKafka } from './kafka-source.js';
import type { LogSource } from './log-source.js';

/** The log that the services of a cluster are told of, in a file of their settings or by variables. */
export async function openConfigured(file: string): Promise<LogSource> {
  const { kafka } = loadConfig(logSettings(), { file, env: process.env });
  return await openKafka(kafkaSettingsOf(kafka));
}
