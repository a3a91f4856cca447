import { once } from 'node:events';
import { createConnection as connectSocket } from 'node:net';
import type { KafkaSettings } from '@millrace/events/kafka';
import type { StackEndpoints } from '@millrace/stack';
import { Kafka, logLevel } from 'kafkajs';
import type { Connection } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';

const PARTITIONS = { P: 4, L: 2 };
const MOST_COPIES = 3;

/** What a cluster has of the real parts for itself: its topics, its database, its keys. */
export class ClusterParts {
  readonly kafka: KafkaSettings;
  private readonly database: string;
  private readonly redisPrefix: string;

  /** `id`: of lower case letters and digits; nobody else has it. */
  constructor(
    private readonly endpoints: StackEndpoints,
    id: string,
  ) {
    const { brokers } = endpoints.kafka;
    this.kafka = { brokers, clientId: 'millrace-e2e', prefix: `e2e-${id}.`, partitions: PARTITIONS };
    this.database = `millrace_e2e_${id}`;
    this.redisPrefix = `e2e-${id}:`;
  }

  get databaseUrl(): string {
    const { host, port, user, password } = this.endpoints.database;
    return `mysql://${user}:${password}@${host}:${port}/${this.database}`;
  }

  /** The sections of the settings that name them. */
  settings(): object {
    const { brokers, prefix, partitions } = this.kafka;
    const redis = `redis://${this.endpoints.redis.host}:${this.endpoints.redis.port}`;
    return {
      kafka: { brokers, prefix, partitions, replication: Math.min(MOST_COPIES, brokers.length) },
      database: { url: this.databaseUrl },
      redis: { url: redis, prefix: this.redisPrefix },
    };
  }

  async makeDatabase(): Promise<void> {
    await this.onServer((server) => server.query(`CREATE DATABASE ${this.database}`));
  }

  async dropDatabase(): Promise<void> {
    await this.onServer((server) => server.query(`DROP DATABASE IF EXISTS ${this.database}`));
  }

  /** Removes everything, where it was made. */
  async remove(): Promise<void> {
    await Promise.all([this.removeTopics(), this.dropDatabase(), this.removeKeys()]);
  }

  private async onServer(work: (server: Connection) => Promise<unknown>): Promise<void> {
    const { host, port, user, password } = this.endpoints.database;
    const server = await createConnection({ host, port, user, password });
    try {
      await work(server);
    } finally {
      await server.end();
    }
  }

  private async removeTopics(): Promise<void> {
    const admin = new Kafka({ brokers: [...this.kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      const topics = (await admin.listTopics()).filter((name) => name.startsWith(this.kafka.prefix));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    } finally {
      await admin.disconnect();
    }
  }

  /** A line in the form that people type to the server: one request does not need a client. */
  private async removeKeys(): Promise<void> {
    const { host, port } = this.endpoints.redis;
    const script = "for _, key in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', key) end";
    const socket = connectSocket({ host, port });
    try {
      socket.write(`EVAL "${script}" 0 ${this.redisPrefix}*\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      if (answer.toString().startsWith('-'))
        throw new Error(`The keys were not removed: ${answer.toString()}`);
    } finally {
      socket.destroy();
    }
  }
}
