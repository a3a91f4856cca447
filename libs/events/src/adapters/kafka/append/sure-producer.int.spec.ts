import { describeWithStack } from '@millrace/testing';
import kafkajs, { Kafka, logLevel } from 'kafkajs';
import Broker from 'kafkajs/src/broker/index.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RecordTooLargeError, UnknownOutcomeError } from '../../../log-errors.js';
import { collect, readAll } from '../../../../testing/index.js';
import type { KafkaHarness } from '../../../../testing/kafka-harness.js';
import { openKafkaHarness } from '../../../../testing/kafka-harness.js';

const LOST = { broker: '', clientId: '', correlationId: 0, createdAt: 0, sentAt: 0, pendingDuration: 0 };
const FENCE = { epoch: 1, nonce: 'n' };

describeWithStack('a send whose answer is lost', ['kafka'], ({ kafka }) => {
  const produce = Broker.prototype.produce;
  let toLose = 0;
  let harness: KafkaHarness;

  beforeEach(async () => {
    harness = await openKafkaHarness(kafka.brokers);
    Broker.prototype.produce = async function (request) {
      const answer = await produce.call(this, request);
      if (toLose > 0) {
        toLose -= 1;
        throw new kafkajs.KafkaJSRequestTimeoutError('The answer was lost.', LOST);
      }
      return answer;
    };
  });

  afterEach(async () => {
    Broker.prototype.produce = produce;
    toLose = 0;
    await harness.close();
  });

  const values = async (): Promise<readonly string[]> =>
    (await readAll(harness.log, 'workflow-events', 1)).map(({ value }) => value);

  it('makes the client take the next batch for the lost one: the trap of L13', async () => {
    const topic = `${harness.settings.prefix}workflow-events`;
    const client = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
    const producer = client.producer({ idempotent: true, maxInFlightRequests: 1, retry: { retries: 1 } });
    await producer.connect();
    const send = async (value: string): Promise<string | undefined> =>
      (await producer.send({ topic, acks: -1, messages: [{ partition: 1, value }] }))[0]?.baseOffset;
    await send('first');
    toLose = 2;
    await expect(send('second')).rejects.toThrow();
    expect(await send('third')).toBe('1');
    expect(await values()).toEqual(['first', 'second']);
    await producer.disconnect();
  });

  it('spends the writer, and the same bytes by the next one lose nothing of what follows', async () => {
    const writer = harness.log.openWriter(1);
    await writer.append(['first'], FENCE);
    toLose = 99;
    await expect(writer.append(['second'], FENCE)).rejects.toThrow(UnknownOutcomeError);
    toLose = 0;
    await expect(writer.append(['third'], FENCE)).rejects.toThrow(UnknownOutcomeError);
    const next = harness.log.openWriter(1);
    await next.append(['second'], FENCE);
    const offset = await next.append(['third'], FENCE);
    const stored = await values();
    expect(stored).toEqual(['first', 'second', 'second', 'third']);
    expect(offset).toBe(3);
    next.close();
  });

  it('is stored once when the client itself sends it again', async () => {
    const writer = harness.log.openWriter(1);
    toLose = 1;
    expect(await writer.append(['first'], FENCE)).toBe(0);
    expect(await writer.append(['second'], FENCE)).toBe(1);
    expect(await values()).toEqual(['first', 'second']);
    writer.close();
  });

  it('refuses what is too large, and takes what comes then', async () => {
    const writer = harness.log.openWriter(1);
    await expect(writer.append(['x'.repeat(1_100_000)], FENCE)).rejects.toThrow(RecordTooLargeError);
    const tooLarge = { partition: 0, key: null, value: 'x'.repeat(1_100_000) };
    await expect(harness.log.append('commands', [tooLarge])).rejects.toThrow(RecordTooLargeError);
    expect(await harness.log.append('commands', [{ ...tooLarge, value: 'x' }])).toEqual([0]);
    const next = harness.log.openWriter(1);
    expect(await next.append(['first'], FENCE)).toBe(0);
    next.close();
  });

  it('rejects the calls it was made of, and no later one', async () => {
    const { log } = harness;
    const follower = collect(log, 'commands', 0, 0);
    toLose = 99;
    const lost = ['a', 'b'].map((value) => log.append('commands', [{ partition: 0, key: null, value }]));
    for (const one of lost) await expect(one).rejects.toThrow(UnknownOutcomeError);
    expect(log.trouble()).toContain('commands');
    toLose = 0;
    const [offset] = await log.append('commands', [{ partition: 0, key: null, value: 'c' }]);
    expect(log.trouble()).toBeUndefined();
    await follower.until((offset ?? 0) + 1);
    expect(follower.records.at(-1)).toMatchObject({ offset, value: 'c' });
  });
});
