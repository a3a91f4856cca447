import { describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterMismatchError, LogUnreachableError } from '../../../log-errors.js';
import { createClient } from '../client/create-client.js';
import { KafkaEventLog } from '../kafka-event-log.js';
import type { KafkaHarness } from '../../../../testing/kafka-harness.js';
import { openKafkaHarness } from '../../../../testing/kafka-harness.js';
import { applyTopics, diffTopics } from './manage-topics.js';
import { configOf } from './topic-plan.js';

const silent = (): void => undefined;
const TOPIC = 2;

describeWithStack('the topics of an installation', ['kafka'], ({ kafka }) => {
  let harness: KafkaHarness;

  beforeEach(async () => {
    harness = await openKafkaHarness(kafka.brokers);
  });

  afterEach(() => harness.close());

  const set = async (topic: string, config: Readonly<Record<string, string>>): Promise<void> => {
    const admin = createClient(harness.settings, silent).admin();
    await admin.connect();
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: TOPIC, name: `${harness.settings.prefix}${topic}`, configEntries }],
    });
    await admin.disconnect();
  };

  const settingsOf = async (topic: string): Promise<Readonly<Record<string, string>>> => {
    const admin = createClient(harness.settings, silent).admin();
    await admin.connect();
    const name = `${harness.settings.prefix}${topic}`;
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: TOPIC, name }],
    });
    await admin.disconnect();
    const entries = resources[0]?.configEntries ?? [];
    return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
  };

  it('are as the catalogue has them once they are applied, and are left alone then', async () => {
    expect(await diffTopics(harness.settings, 1, silent)).toEqual([]);
    expect(await applyTopics(harness.settings, 1, silent)).toEqual([]);
  });

  it('are told and mended where a setting is another, and what somebody else set is kept', async () => {
    const { settings } = harness;
    await set('commands', { ...configOf('commands', 1), 'retention.ms': '1000', 'flush.ms': '5000' });
    const drift = {
      topic: `${settings.prefix}commands`,
      what: 'retention.ms',
      wanted: '-1',
      found: '1000',
      mendable: true,
    };
    await expect.poll(() => diffTopics(settings, 1, silent)).toEqual([drift]);
    expect(await applyTopics(settings, 1, silent)).toEqual([drift]);
    expect(await diffTopics(settings, 1, silent)).toEqual([]);
    expect(await settingsOf('commands')).toMatchObject({ 'flush.ms': '5000', 'retention.ms': '-1' });
  });

  it('are told where Kafka keeps fewer copies, which nobody but an operator mends', async () => {
    const drift = await diffTopics(harness.settings, 3, silent);
    const copies = drift.filter(({ what }) => what === 'replication');
    expect(copies).toHaveLength(12);
    expect(copies.every(({ mendable, wanted, found }) => !mendable && wanted === '3' && found === '1')).toBe(
      true,
    );
  });

  it('refuse a process with another count of partitions (L56), and are not changed for it', async () => {
    const other = { ...harness.settings, partitions: { P: 8, L: 2 } };
    await expect(KafkaEventLog.open(other, silent)).rejects.toThrow(ClusterMismatchError);
    await expect(applyTopics(other, 1, silent)).rejects.toThrow(/commands has 4 and not 8/);
    expect(await diffTopics(harness.settings, 1, silent)).toEqual([]);
  });

  it('refuse a process when they are not there, by name', async () => {
    const other = { ...harness.settings, prefix: 'nowhere.' };
    await expect(KafkaEventLog.open(other, silent)).rejects.toThrow(/nowhere\.commands/);
  });

  it('refuse a process when one is kept in another way than it relies on', async () => {
    const { settings } = harness;
    await set('workflow-events', { ...configOf('workflow-events', 1), 'cleanup.policy': 'compact' });
    await expect.poll(() => diffTopics(settings, 1, silent)).toHaveLength(1);
    const opening = KafkaEventLog.open(settings, silent);
    await expect(opening).rejects.toThrow(ClusterMismatchError);
    await expect(opening).rejects.toThrow(/cleanup\.policy of .*workflow-events is compact and not delete/);
  });

  describe('of brokers that cannot be reached', () => {
    it('are told so, with the address', async () => {
      const other = { ...harness.settings, brokers: ['127.0.0.1:1'] };
      const opening = KafkaEventLog.open(other, silent);
      await expect(opening).rejects.toThrow(LogUnreachableError);
      await expect(opening).rejects.toThrow(/127\.0\.0\.1:1/);
    });
  });
});
