import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { expect, vi } from 'vitest';
import type { TopicName } from '../src/index.js';
import { partitionsOf } from '../src/index.js';
import type { KafkaSettings } from '../src/kafka.js';
import { KafkaEventLog, applyTopics } from '../src/kafka.js';
import { readAll } from './collect.js';
import type { DurableHarness } from './durable-log.contract.js';
import { losingAcks } from './event-log-harness.js';

const PARTITIONS = { P: 4, L: 2 };

/** What the client says of tests that break things on purpose. */
const silent = (): void => undefined;

export interface KafkaHarness extends DurableHarness {
  readonly settings: KafkaSettings;
  /** What the log and its client had to say. */
  readonly said: readonly string[];
}

/** Topics of its own, on a real broker; removed by `close`. */
export async function openKafkaHarness(brokers: readonly string[]): Promise<KafkaHarness> {
  const settings: KafkaSettings = {
    brokers,
    clientId: 'millrace-test',
    prefix: `test-${randomUUID()}.`,
    partitions: PARTITIONS,
  };
  await applyTopics(settings, 1, silent);
  const lost = new Set<number>();
  const said: string[] = [];
  const open = async (): Promise<KafkaEventLog> => {
    const opened = await KafkaEventLog.open(settings, (_, message) => said.push(message));
    losingAcks(opened, lost);
    return opened;
  };
  let log = await open();
  const appendLate = async (partition: number, texts: readonly string[]): Promise<void> => {
    const records = texts.map((value) => ({ partition, key: String(partition), value }));
    await log.append('workflow-events', records);
  };
  return {
    settings,
    said,
    get log() {
      return log;
    },
    reopen: async () => {
      await log.close();
      log = await open();
    },
    close: async () => {
      await log.close();
      await removeTopics(settings);
    },
    faults: {
      loseNextAck: (partition) => lost.add(partition),
      appendLate,
      truncate: async (topic, partition, offset) => {
        const kept = await readKept(log, topic, partition, offset);
        await log.close();
        await removeTopics(settings, topic);
        await applyTopics(settings, 1, silent);
        log = await open();
        await log.append(topic, kept);
      },
    },
  };
}

/** A broker cannot take the end off a partition: the topic is made anew with what is to be left of all its partitions. */
async function readKept<N extends TopicName>(
  log: KafkaEventLog,
  topic: N,
  cut: number,
  offset: number,
): Promise<Parameters<typeof log.append<N>>[1]> {
  const partitions = Array.from({ length: partitionsOf(topic, PARTITIONS) }, (_, partition) => partition);
  const kept = partitions.map(async (partition) =>
    (await readAll(log, topic, partition))
      .filter((record) => partition !== cut || record.offset < offset)
      .map(({ key, value }) => ({ partition, key, value })),
  );
  return (await Promise.all(kept)).flat();
}

async function removeTopics({ brokers, prefix }: KafkaSettings, only = ''): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const left = async (): Promise<readonly string[]> =>
      (await admin.listTopics()).filter((name) => name.startsWith(`${prefix}${only}`));
    await admin.deleteTopics({ topics: [...(await left())] });
    // Another broker may still tell of them; asked to delete them again, the client tries for ten seconds.
    await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 10_000, interval: 20 });
  } finally {
    await admin.disconnect();
  }
}
