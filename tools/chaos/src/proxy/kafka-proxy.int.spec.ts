import { connect } from 'node:net';
import { UnknownOutcomeError } from '@millrace/events';
import { KafkaEventLog } from '@millrace/events/kafka';
import type { KafkaHarness } from '@millrace/events/testing';
import { openKafka, readAll } from '@millrace/events/testing';
import { describeWithStack } from '@millrace/testing';
import type { Admin, Producer } from 'kafkajs';
import { Kafka, Partitioners, logLevel } from 'kafkajs';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { KafkaProxy } from './kafka-proxy.js';

const FENCE = { epoch: 1, nonce: 'n' };
const PATIENCE_MS = 1000;

describeWithStack('a proxy before Kafka', ['kafka'], ({ kafka }) => {
  let harness: KafkaHarness;
  let proxy: KafkaProxy;
  /** `host:port` of all that the client has connected to. */
  let visited: Set<string>;

  beforeEach(async () => {
    visited = new Set();
    harness = await openKafka(kafka.brokers);
    proxy = await KafkaProxy.open(kafka.brokers);
  });

  afterEach(async () => {
    await proxy.close();
    await harness.close();
  });

  function client(retries = 0): Kafka {
    return new Kafka({
      brokers: [...proxy.brokers],
      logLevel: logLevel.NOTHING,
      requestTimeout: PATIENCE_MS,
      retry: { retries },
      socketFactory: ({ host, port, onConnect }) => {
        visited.add(`${host}:${port}`);
        return connect(port, host, onConnect);
      },
    });
  }

  async function connectedAdmin(): Promise<Admin> {
    // A new broker makes its coordinator when it is asked for the first time.
    const admin = client(10).admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    return admin;
  }

  async function connectedProducer(): Promise<Producer> {
    const producer = client().producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    onTestFinished(() => producer.disconnect());
    return producer;
  }

  const topic = (): string => `${harness.settings.prefix}commands`;
  const send = (producer: Producer, value: string): Promise<unknown> =>
    producer.send({ topic: topic(), acks: -1, messages: [{ partition: 0, value }] });
  const stored = async (): Promise<readonly string[]> =>
    (await readAll(harness.log, 'commands', 0)).map(({ value }) => value);

  /** The log of the product, through the proxy. */
  async function openLog(): Promise<KafkaEventLog> {
    const log = await KafkaEventLog.open({ ...harness.settings, brokers: proxy.brokers }, () => undefined);
    onTestFinished(() => log.close());
    return log;
  }

  it('tells clients of no address but its own, of brokers and of the coordinator of a group', async () => {
    const admin = await connectedAdmin();
    const { brokers } = await admin.describeCluster();
    // It loads before it answers; what the client is told of its address counts.
    await vi.waitFor(
      () => admin.fetchOffsets({ groupId: `${harness.settings.prefix}group`, topics: [topic()] }),
      { timeout: 20_000, interval: 100 },
    );
    await send(await connectedProducer(), 'sent');

    expect(brokers.map(({ host, port }) => `${host}:${port}`)).toEqual(proxy.brokers);
    expect([...visited]).toEqual(proxy.brokers);
    expect(proxy.brokers).not.toEqual(kafka.brokers);
    expect(await stored()).toEqual(['sent']);
  });

  it.each(['reset', 'hang'] as const)(
    'swallows the answer to a send, then a %s: it is stored, and the sender does not know',
    async (then) => {
      const producer = await connectedProducer();
      const swallowed = proxy.inflict({ kind: 'swallow', api: 'Produce', then });
      await expect(send(producer, 'who knows')).rejects.toThrow();
      expect(swallowed.strikes).toBe(1);
      expect(await stored()).toEqual(['who knows']);
    },
  );

  it('gives the owner of a partition an unknown outcome, and the record is stored once', async () => {
    const writer = (await openLog()).openWriter(0);
    await writer.append(['first'], FENCE);
    proxy.inflict({ kind: 'swallow', api: 'Produce', then: 'reset' });
    await expect(writer.append(['second'], FENCE)).rejects.toThrow(UnknownOutcomeError);
    const values = (await readAll(harness.log, 'workflow-events', 0)).map(({ value }) => value);
    expect(values).toEqual(['first', 'second']);
  });

  it('strikes as often as it is told, and only what goes to the topic it is told', async () => {
    const log = await openLog();
    const other = proxy.inflict({ kind: 'swallow', api: 'Produce', topic: 'elsewhere', then: 'reset' });
    const once = proxy.inflict({ kind: 'swallow', api: 'Produce', topic: topic(), times: 1, then: 'reset' });
    await log.append('commands', [{ partition: 0, key: null, value: 'sent again by the client' }]);
    expect([other.strikes, once.strikes]).toEqual([0, 1]);
    expect(await stored()).toEqual(['sent again by the client']);
  });

  it('tears a request: nothing of it is stored', async () => {
    const producer = await connectedProducer();
    const torn = proxy.inflict({ kind: 'tear', api: 'Produce', times: 1 });
    await expect(send(producer, 'torn')).rejects.toThrow();
    await send(producer, 'whole');
    expect(torn.strikes).toBe(1);
    expect(await stored()).toEqual(['whole']);
  });

  it('delays answers of one kind, and no others', async () => {
    const admin = await connectedAdmin();
    const producer = await connectedProducer();
    await send(producer, 'known');
    proxy.inflict({ kind: 'delay', api: 'ListOffsets', ms: 700 });
    const ended: string[] = [];
    const offsets = admin.fetchTopicOffsets(topic()).then(() => ended.push('offsets'));
    await send(producer, 'sent').then(() => ended.push('send'));
    await offsets;
    expect(ended).toEqual(['send', 'offsets']);
  });

  it('loses answers alone: what was asked for is done', async () => {
    const producer = await connectedProducer();
    await send(producer, 'first');
    await proxy.inflictAll({ kind: 'lose', way: 'answers' });
    await expect(send(producer, 'heard')).rejects.toThrow();
    await proxy.heal();
    expect(await stored()).toEqual(['first', 'heard']);
  });

  it('holds requests: they come late, when their sender has given up', async () => {
    const producer = await connectedProducer();
    await send(producer, 'first');
    await proxy.inflictAll({ kind: 'hold', way: 'both' });
    await expect(send(producer, 'late')).rejects.toThrow();
    expect(await stored()).toEqual(['first']);
    await proxy.heal();
    await expect.poll(stored).toEqual(['first', 'late']);
  });

  it('is cut, closed and opened again at the same address', async () => {
    const producer = await connectedProducer();
    const { brokers } = proxy;
    await proxy.cut();
    await expect.poll(() => send(producer, 'after the cut').catch(() => 'failed')).not.toBe('failed');
    await proxy.close();
    await expect(send(producer, 'closed')).rejects.toThrow();
    await proxy.reopen();
    expect(proxy.brokers).toEqual(brokers);
    await expect.poll(() => send(producer, 'open').catch(() => 'failed')).not.toBe('failed');
    expect(await stored()).toEqual(['after the cut', 'open']);
  });

  it('refuses what it does not know, and says so in the end', async () => {
    const [, port] = proxy.brokers[0]!.split(':');
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    await expect(proxy.close()).rejects.toThrow('has not understood');
  });
});
