import { describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { appendCommands, collect, numbered } from '../../../../testing/index.js';
import type { KafkaHarness } from '../../../../testing/kafka-harness.js';
import { openKafkaHarness } from '../../../../testing/kafka-harness.js';
import { createClient } from '../client/create-client.js';

describeWithStack('a follower whose position is not in the log', ['kafka'], ({ kafka }) => {
  let harness: KafkaHarness;

  beforeEach(async () => {
    harness = await openKafkaHarness(kafka.brokers);
    await appendCommands(harness.log, 0, numbered('c', 5));
  });

  afterEach(() => harness.close());

  const said = (): readonly string[] => harness.said.filter((text) => text.includes('gone'));

  it('gets nothing more when it stands beyond the end, and that is said', async () => {
    const beyond = collect(harness.log, 'commands', 0, 9);
    await vi.waitFor(() => expect(said()).toHaveLength(1), { timeout: 10_000 });
    expect(said()[0]).toMatch(/partition 0 of .*commands stands at 9, and the log ends at 5/);
    const witness = collect(harness.log, 'commands', 0, 0);
    await appendCommands(harness.log, 0, numbered('c', 7, 5));
    await witness.until(12);
    expect(beyond.records).toEqual([]);
  });

  it('goes on at the first record that is left when retention took the others', async () => {
    const admin = createClient(harness.settings, () => undefined).admin();
    await admin.connect();
    const topic = `${harness.settings.prefix}commands`;
    // The client looks for the leader only in what it has heard of the topic.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });
    await admin.disconnect();
    const follower = collect(harness.log, 'commands', 0, 1);
    await follower.until(2);
    expect(follower.records.map(({ offset }) => offset)).toEqual([3, 4]);
    expect(said()).toEqual([expect.stringMatching(/goes on at 3: the records from 1 on are gone/)]);
    expect(await harness.log.bounds('commands', 0)).toEqual({ start: 3, end: 5 });
    await expect(harness.log.read('commands', 0, 1, 10)).rejects.toThrow(/from 3 to 5, asked for 1/);
  });

  it('holds up no other partition', async () => {
    collect(harness.log, 'commands', 0, 9);
    const other = collect(harness.log, 'commands', 1, 0);
    await appendCommands(harness.log, 1, ['a']);
    await other.until(1);
    expect(other.records.map(({ value }) => value)).toEqual(['a']);
  });
});
