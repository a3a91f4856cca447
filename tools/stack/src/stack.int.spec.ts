import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Admin, KafkaMessage } from 'kafkajs';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { RowDataPacket } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StackEndpoints } from './index.js';
import { stackEndpoints } from './index.js';

const found = await stackEndpoints();
const isObligatory = process.env['CI'] === 'true';

// `describeWithStack` belongs to a package that needs this one.
describe('the stack', () => {
  it('has all its parts', (context) => {
    if ('missing' in found && !isObligatory) context.skip(found.missing);
    expect(found).not.toHaveProperty('missing');
  });

  if ('missing' in found) {
    console.warn(`${isObligatory ? 'Failing' : 'Skipping'} "the stack": ${found.missing}.`);
    return;
  }
  describe('Kafka', () => withKafka(found.kafka));
  describe('the database', () => withDatabase(found.database));
  describe('Redis', () => withRedis(found.redis));
});

function withKafka({ brokers }: StackEndpoints['kafka']): void {
  const kafka = new Kafka({ clientId: 'stack-spec', brokers, logLevel: logLevel.NOTHING });
  const topics: string[] = [];
  let admin: Admin;

  beforeAll(async () => {
    admin = kafka.admin();
    await admin.connect();
  });

  afterAll(async () => {
    await admin.deleteTopics({ topics });
    await admin.disconnect();
  });

  async function createTopic(configEntries: { name: string; value: string }[]): Promise<string> {
    const topic = `stack-spec-${randomUUID()}`;
    topics.push(topic);
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }], waitForLeaders: true });
    return topic;
  }

  async function produce(topic: string, timestamp: string): Promise<void> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    await producer.send({ topic, acks: -1, messages: [{ key: 'k', value: 'v', timestamp }] });
    await producer.disconnect();
  }

  async function consumeOne(topic: string): Promise<KafkaMessage> {
    const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 50 });
    const { promise, resolve } = Promise.withResolvers<KafkaMessage>();
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => resolve(message) });
    const message = await promise;
    await consumer.disconnect();
    return message;
  }

  it('gives back a record, to a group', async () => {
    const topic = await createTopic([]);
    await produce(topic, '1000');

    const { key, value, offset, timestamp } = await consumeOne(topic);

    expect([key?.toString(), value?.toString(), offset, timestamp]).toEqual(['k', 'v', '0', '1000']);
  });

  it('sets the time of a record itself where the topic asks for LogAppendTime', async () => {
    const topic = await createTopic([{ name: 'message.timestamp.type', value: 'LogAppendTime' }]);
    await produce(topic, '1000');

    expect(Number((await consumeOne(topic)).timestamp)).toBeGreaterThan(Date.UTC(2026, 0, 1));
  });
}

function withDatabase({ name, ...account }: StackEndpoints['database']): void {
  it('answers a query', async () => {
    const connection = await createConnection({ ...account, database: name });
    const [rows] = await connection.query<RowDataPacket[]>('select 1 as one');
    await connection.end();

    expect(rows).toEqual([{ one: 1 }]);
  });

  it('lets a suite have a schema of its own', async () => {
    const schema = `stack_spec_${randomUUID().replaceAll('-', '')}`;
    const connection = await createConnection(account);
    await connection.query(`create schema ${schema}`);
    await connection.query(`create table ${schema}.t (id int primary key, value json not null)`);
    await connection.query(`insert into ${schema}.t values (1, '{"a": 1}')`);
    const [rows] = await connection.query<RowDataPacket[]>(`select id from ${schema}.t`);
    await connection.query(`drop schema ${schema}`);
    await connection.end();

    expect(rows).toEqual([{ id: 1 }]);
  });
}

function withRedis(address: StackEndpoints['redis']): void {
  it('answers a ping', async () => {
    const redis = new Redis({ ...address, lazyConnect: true });
    await redis.connect();
    const answer = await redis.ping();
    await redis.quit();

    expect(answer).toBe('PONG');
  });
}
