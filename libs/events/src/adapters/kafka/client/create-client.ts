import type { KafkaConfig, LogEntry, SASLOptions } from 'kafkajs';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaSettings, KafkaTls } from '../kafka-settings.js';
import { mendConnections } from './mend-connections.js';
import { mendRequestQueue } from './mend-request-queue.js';

/** Where the client's own words go. */
export type ClientLog = (level: 'warn' | 'error', message: string) => void;

const REQUEST_TIMEOUT = 10_000;
const CONNECTION_TIMEOUT = 3_000;

export function createClient(settings: KafkaSettings, log: ClientLog): Kafka {
  mendRequestQueue();
  mendConnections();
  const config: KafkaConfig = {
    brokers: [...settings.brokers],
    clientId: settings.clientId,
    connectionTimeout: CONNECTION_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 5 },
    // What it calls an error it mostly tries again; what is lost for good is thrown.
    logLevel: logLevel.ERROR,
    logCreator: () => (entry: LogEntry) => log('warn', wordsOf(entry)),
    ...(settings.tls ? { ssl: tlsOf(settings.tls) } : {}),
    // A copy: the client keeps in it what it made of the password.
    ...(settings.login ? { sasl: { ...settings.login } as SASLOptions } : {}),
  };
  return new Kafka(config);
}

function wordsOf({ log: { message, error } }: LogEntry): string {
  return typeof error === 'string' && error !== '' ? `${message}: ${error}` : message;
}

function tlsOf({ ca, cert, key }: KafkaTls): NonNullable<KafkaConfig['ssl']> {
  return { ...(ca ? { ca: [ca] } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}
