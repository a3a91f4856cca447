import type { PartitionCounts } from '../../topics.js';

/** How the brokers know this process. */
export interface KafkaLogin {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkaTls {
  /** PEM of the authorities that brokers are signed by; those of the machine without it. */
  readonly ca?: string;
  /** PEM of this process, where the brokers ask for one. */
  readonly cert?: string;
  readonly key?: string;
}

export interface KafkaSettings {
  /** `host:port` of some brokers; the others are found through them. */
  readonly brokers: readonly string[];
  /** What this process is called in the logs of the brokers. */
  readonly clientId: string;
  /** Before every name of a topic or group, so that several installations can share a cluster: `millrace.`. */
  readonly prefix: string;
  /** As the topics were created (L56); other counts are refused. */
  readonly partitions: PartitionCounts;
  readonly tls?: KafkaTls;
  readonly login?: KafkaLogin;
  readonly ownership?: OwnershipTimes;
}

/** Milliseconds. */
export interface OwnershipTimes {
  /** After how long without a heartbeat the partitions of a master go to others: 10 000. */
  readonly session: number;
  /** How often a master says that it lives: 300. */
  readonly heartbeat: number;
}

export const OWNERSHIP_TIMES: OwnershipTimes = { session: 10_000, heartbeat: 300 };
