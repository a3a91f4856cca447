import { KafkaEventLog } from '@millrace/events/kafka';
import type { KafkaHarness } from '@millrace/events/testing';
import { openKafka } from '@millrace/events/testing';
import { describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KafkaProxy } from './proxy/kafka-proxy.js';

/** A request is given up after 10 s; then what goes on needs no time. */
const PATIENCE = { timeout: 25_000 };
const TEST_MS = 60_000;

describeWithStack('connections that break as they should not', ['kafka'], (at) => {
  let harness: KafkaHarness;
  let proxy: KafkaProxy;
  let log: KafkaEventLog;

  beforeEach(async () => {
    harness = await openKafka(at.kafka.brokers);
    proxy = await KafkaProxy.open(at.kafka.brokers);
    log = await KafkaEventLog.open({ ...harness.settings, brokers: proxy.brokers }, () => undefined);
  });

  afterEach(async () => {
    await log.close();
    await proxy.close();
    await harness.close();
  });

  const append = (through: KafkaEventLog | KafkaHarness['log'], value: string): Promise<unknown> =>
    through.append('commands', [{ partition: 0, key: null, value }]);

  /** What is heard from the beginning on, which goes on; the first is 'before'. */
  async function following(): Promise<readonly string[]> {
    const heard: string[] = [];
    log.follow('commands', 0, 0, (records) => heard.push(...records.map(({ value }) => value)));
    await append(log, 'before');
    await expect.poll(() => heard).toEqual(['before']);
    return heard;
  }

  it(
    'leave nothing of half an answer to the connection after them',
    async () => {
      const heard = await following();

      const torn = (['Fetch', 'Produce', 'ListOffsets'] as const).map((api) =>
        proxy.inflict({ kind: 'tear-answer', api, times: 1 }),
      );
      await append(harness.log, 'meanwhile');
      await Promise.all([append(log, 'asked'), log.bounds('commands', 0)]);
      await expect.poll(() => torn.map(({ strikes }) => strikes)).toEqual([1, 1, 1]);

      await append(log, 'after');
      await expect.poll(() => heard, PATIENCE).toEqual(['before', 'meanwhile', 'asked', 'after']);
      expect(await log.bounds('commands', 0)).toMatchObject({ start: 0 });
    },
    TEST_MS,
  );

  it(
    'are left by those who follow, send and read where nothing comes any more and nobody closes them',
    async () => {
      const heard = await following();
      await log.bounds('commands', 0);

      const lost = (['Fetch', 'Produce', 'ListOffsets'] as const).map((api) =>
        proxy.inflict({ kind: 'swallow', api, times: 1, then: 'hang' }),
      );
      await append(harness.log, 'meanwhile');
      const asked = [append(log, 'asked'), log.bounds('commands', 0)];
      await expect.poll(() => lost.map(({ strikes }) => strikes)).toEqual([1, 1, 1]);

      await Promise.all(asked);
      await expect.poll(() => heard, PATIENCE).toContain('meanwhile');
      await append(log, 'after');
      await expect.poll(() => heard, PATIENCE).toContain('after');
      expect(await log.bounds('commands', 0)).toMatchObject({ start: 0 });
    },
    TEST_MS,
  );
});
