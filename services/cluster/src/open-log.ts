import { readFileSync } from 'node:fs';
import type { ClientLog, KafkaSettings } from '@millrace/events/kafka';
import { KafkaEventLog } from '@millrace/events/kafka';
import type { Logger } from '@millrace/telemetry';
import type { KafkaSection } from './config/service-config.js';

/** What the Kafka adapter is told of the section `kafka`. Throws where a file of it cannot be read. */
export function kafkaSettingsOf({
  brokers,
  clientId,
  prefix,
  partitions,
  tls,
  login,
  sessionTimeout,
  heartbeat,
}: KafkaSection): KafkaSettings {
  return {
    brokers,
    clientId,
    prefix,
    partitions,
    ownership: { session: sessionTimeout, heartbeat },
    ...(tls.enabled ? { tls: filesOf(tls) } : {}),
    ...(login ? { login } : {}),
  };
}

/** What the client says about itself, in the log of the process. */
export function clientLog(logger: Logger): ClientLog {
  return (level, message) => logger[level]({ part: 'kafka' }, message);
}

/** Throws what `refusalOf` knows. */
export async function openLog(section: KafkaSection, logger: Logger): Promise<KafkaEventLog> {
  return await KafkaEventLog.open(kafkaSettingsOf(section), clientLog(logger));
}

function filesOf({ caFile, certFile, keyFile }: KafkaSection['tls']): NonNullable<KafkaSettings['tls']> {
  return {
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') }),
    ...(certFile === undefined ? {} : { cert: readFileSync(certFile, 'utf8') }),
    ...(keyFile === undefined ? {} : { key: readFileSync(keyFile, 'utf8') }),
  };
}
