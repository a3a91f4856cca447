import { randomUUID } from 'node:crypto';
import { RECORD_VERSION } from '@millrace/events';
import { describeWithStack } from '@millrace/testing';
import type { Message, Producer } from 'kafkajs';
import { CompressionTypes, Kafka, KafkaJSProtocolError, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CLUSTER_MAIN } from './cluster/service-handle.js';
import { FaultWorld } from './faults/fault-world.js';
import { LogWatch } from './faults/log-watch.js';
import { endOf, startBeside } from './faults/refused-start.js';
import { TopicTap } from './faults/topic-tap.js';
import { RunningCommand } from './running-command.js';
import { QUICK } from './sample-workflows.js';

const KIB = 1024;
/** What the broker adds to a message has room above it. */
const MOST = KIB * KIB - 200;
/** A run of partition 1 that nobody has started. */
const NO_RUN = '018f0000-0000-8001-8000-000000000000';
const PARTITION = 1;

interface Command {
  readonly type: string;
  readonly data: object;
  readonly subject?: string;
  readonly time?: string;
}

function commandOf(id: string, { time = new Date().toISOString(), ...command }: Command): string {
  return JSON.stringify({ specversion: '1.0', id, source: 'shop', time, ...command });
}

const START: Command = { type: 'StartRun', data: { project: 'default', workflow: 'quick' } };

/** What becomes a dead letter. */
const MALFORMED: readonly {
  readonly what: string;
  readonly value: Buffer | string | null;
  readonly code: string;
}[] = [
  { what: 'that is no JSON', value: '{"specversion', code: 'MALFORMED_COMMAND' },
  { what: 'that is no CloudEvent', value: '{"order": 7}', code: 'MALFORMED_COMMAND' },
  { what: 'that is a list', value: '[]', code: 'MALFORMED_COMMAND' },
  { what: 'that is empty', value: '', code: 'MALFORMED_COMMAND' },
  { what: 'without a value', value: null, code: 'MALFORMED_COMMAND' },
  {
    what: 'of bytes that are no text',
    value: Buffer.from([0xff, 0xfe, 0x00, 0x9f]),
    code: 'MALFORMED_COMMAND',
  },
  {
    what: 'of 200 KiB',
    value: commandOf('large', { ...START, data: { ...START.data, labels: { x: 'x'.repeat(200 * KIB) } } }),
    code: 'COMMAND_TOO_LARGE',
  },
  {
    what: 'without a run',
    value: commandOf('none', { type: 'StopRun', data: {} }),
    code: 'MALFORMED_COMMAND',
  },
];

/** What is answered with a refusal. */
const REFUSED: readonly { readonly what: string; readonly command: Command; readonly code: string }[] = [
  {
    what: 'of an unknown type',
    command: { type: 'PaintRun', subject: NO_RUN, data: {} },
    code: 'UNKNOWN_COMMAND',
  },
  {
    what: 'for a run that does not exist',
    command: { type: 'StopRun', subject: NO_RUN, data: {} },
    code: 'UNKNOWN_RUN',
  },
  {
    what: 'for a subject that is no run',
    command: { type: 'StopRun', subject: 'order-7', data: {} },
    code: 'WRONG_PARTITION',
  },
  {
    what: 'for a workflow that does not exist',
    command: { type: 'StartRun', data: { project: 'default', workflow: 'nowhere' } },
    code: 'UNKNOWN_WORKFLOW',
  },
  {
    what: 'without what it needs',
    command: { type: 'StartRun', data: { project: 'default' } },
    code: 'INVALID_COMMAND',
  },
  { what: 'of last year', command: { ...START, time: '2025-01-01T00:00:00Z' }, code: 'TOO_OLD' },
];

describeWithStack(
  'messages that other teams get wrong, on a cluster',
  ['kafka', 'database', 'redis'],
  (endpoints) => {
    let world: FaultWorld;
    let tap: TopicTap;
    let producer: Producer;

    beforeAll(async () => {
      world = await FaultWorld.open(endpoints);
      tap = new TopicTap(world.log);
      producer = new Kafka({ brokers: endpoints.kafka.brokers, logLevel: logLevel.NOTHING }).producer();
      await producer.connect();
      await world.publish(QUICK);
    });
    afterAll(async () => {
      await producer.disconnect();
      await world.close();
    });

    /** Puts a message on a topic; gives where it stands. */
    async function put(
      message: Pick<Message, 'key' | 'value'>,
      {
        topic = 'commands',
        prefix = world.kafka.prefix,
        partition = PARTITION,
        compression = CompressionTypes.None,
      } = {},
    ): Promise<number> {
      const [sent] = await producer.send({
        topic: `${prefix}${topic}`,
        messages: [{ ...message, partition }],
        compression,
      });
      return Number(sent?.baseOffset ?? -1);
    }

    /** The next command of that partition is decided. */
    async function goesOn(): Promise<void> {
      const id = randomUUID();
      await put({ key: id, value: commandOf(id, START) });
      const { data } = await tap.replyTo(id);
      expect(data).toMatchObject({ accepted: true, duplicate: false });
      await world.log.untilEnded([data.run ?? '']);
    }

    describe.each(MALFORMED)('a message $what', ({ value, code }) => {
      it(`becomes a dead letter (${code}), and the partition goes on`, async () => {
        const offset = await put({ key: 'order-7', value });
        const letter = await tap.letterOf(PARTITION, offset);

        expect(letter).toMatchObject({ topic: 'commands', key: 'order-7', code });
        expect(letter.message).not.toBe('');
        expect(letter.value).toBe(value?.toString() ?? '');
        await goesOn();
      });
    });

    describe('a message of 2 MB', () => {
      const value = commandOf('huge', { ...START, data: { ...START.data, labels: { x: 'x'.repeat(2e6) } } });

      it.each([
        ['as it is', CompressionTypes.None],
        ['compressed to a few KiB', CompressionTypes.GZIP],
      ])('is refused by the broker, %s, and the partition goes on', async (_how, compression) => {
        const refused = put({ key: 'order-7', value }, { compression });
        await expect(refused).rejects.toThrow(KafkaJSProtocolError);
        await goesOn();
      });
    });

    describe.each([
      { what: 'as large as the broker takes', value: 'x'.repeat(MOST) },
      { what: 'that is larger when it is quoted', value: '"'.repeat(MOST) },
    ])('a message $what', ({ value }) => {
      it('becomes a dead letter (COMMAND_TOO_LARGE), and the partition goes on', async () => {
        const offset = await put({ key: 'order-7', value });
        await goesOn();
        const { code, key } = await tap.letterOf(PARTITION, offset);

        expect([code, key]).toEqual(['COMMAND_TOO_LARGE', 'order-7']);
      });
    });

    describe.each(REFUSED)('a command $what', ({ command, code }) => {
      it(`is answered (${code}), and the partition goes on`, async () => {
        const id = randomUUID();
        await put({ key: id, value: commandOf(id, command) });
        const reply = await tap.replyTo(id);

        expect(reply).toMatchObject({
          type: 'CommandRejected',
          source: 'millrace',
          data: { source: 'shop', id, accepted: false, code },
        });
        expect(reply.data.message).not.toBe('');
        await goesOn();
      });
    });

    it('leave a log that keeps every promise', async () => {
      expect(world.gone()).toEqual([]);
      await world.cluster.stop();
      expect((await world.check({ exactlyOnce: true })).violations).toEqual([]);
      expect(new Set(world.log.runs.values())).toEqual(new Set(['succeeded']));
    });

    describe('a record of a newer release in the log', () => {
      it('stops its partition, loudly, also for a master that starts later; the others go on', async () => {
        const kafka = { ...world.kafka, prefix: `${world.kafka.prefix}newer.` };
        const env = { MILLRACE_KAFKA_PREFIX: kafka.prefix };
        const apply = [CLUSTER_MAIN, 'topics', 'apply', '--config', world.cluster.config];
        expect((await new RunningCommand(apply, { env }).give().ended).code).toBe(0);
        const start = (): RunningCommand => startBeside(world, 'master', { kafka: { prefix: kafka.prefix } });
        const log = await LogWatch.open(kafka);
        onTestFinished(() => log.close());

        const master = start();
        await master.said('"ready":true');
        const newer = JSON.stringify({ v: RECORD_VERSION + 1, kind: 'record' });
        await put({ key: '1', value: newer }, { topic: 'workflow-events', prefix: kafka.prefix });
        await put({ key: 'order-7', value: commandOf('order-7', START) }, { prefix: kafka.prefix });
        await stopsAt(master);

        const later = start();
        await later.said('"ready":true');
        await put({ key: null, value: commandOf('order-8', START) }, { prefix: kafka.prefix, partition: 0 });
        await log.untilEntry(
          'a decision elsewhere',
          ({ kind, partition }) => kind === 'record' && partition === 0,
        );
        await stopsAt(later);
      });

      async function stopsAt(master: RunningCommand): Promise<void> {
        await master.said(`knows up to ${RECORD_VERSION}: start the newer release.`);
        await master.said('partition cannot go on');
        master.signal('SIGTERM');
        expect((await endOf(master)).code).toBe(0);
      }
    });
  },
);
