import { describeWithStack } from '@millrace/testing';
import { expect, it, vi } from 'vitest';
import type { EventLog, Ownership, OwnershipListener } from '../../../event-log.js';
import { createClient } from '../client/create-client.js';
import { KafkaEventLog } from '../kafka-event-log.js';
import { KafkaOwnership } from './kafka-ownership.js';
import { openKafkaHarness } from '../../../../testing/kafka-harness.js';

const silent = (): void => undefined;

/** What a master was given, and a way to wait for it. */
class Listening {
  readonly owned = new Set<number>();
  readonly revoked: number[] = [];
  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  assigned(partitions: readonly number[]): void {
    for (const one of partitions) this.owned.add(one);
    this.look();
  }

  lost(partitions: readonly number[]): void {
    for (const one of partitions) this.owned.delete(one);
    this.revoked.push(...partitions);
    this.look();
  }

  until(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ count, resolve });
      this.look();
    });
  }

  readonly listener: OwnershipListener = {
    assigned: (partitions) => this.assigned(partitions),
    revoked: (partitions) => this.lost(partitions),
  };

  async own(log: EventLog): Promise<Ownership> {
    return await log.own(this.listener);
  }

  private look(): void {
    for (const { count, resolve } of this.waiting) if (this.owned.size === count) resolve();
  }
}

describeWithStack('sharing the partitions among masters', ['kafka'], ({ kafka }) => {
  it('gives a second one half of them, and all back when it leaves', async () => {
    const harness = await openKafkaHarness(kafka.brokers);
    const other = await KafkaEventLog.open(harness.settings, silent);
    const [first, second] = [new Listening(), new Listening()];
    const staying = await first.own(harness.log);
    await first.until(4);
    const leaving = await second.own(other);
    await Promise.all([first.until(2), second.until(2)]);
    expect([...first.owned, ...second.owned].toSorted()).toEqual([0, 1, 2, 3]);
    expect(first.revoked.toSorted()).toEqual([...second.owned].toSorted());
    await leaving.leave();
    await first.until(4);
    expect(first.revoked).toHaveLength(2);
    expect(second.owned.size).toBe(0);
    await staying.leave();
    await other.close();
    await harness.close();
  });

  it('confirms a master once the group has answered it, and not after it has left', async () => {
    const harness = await openKafkaHarness(kafka.brokers);
    const master = new Listening();
    const ownership = await master.own(harness.log);
    await master.until(4);
    await ownership.confirm();
    expect(harness.log.trouble()).toBeUndefined();
    const waiting = ownership.confirm();
    await ownership.leave();
    await waiting;
    await harness.close();
  });

  it('joins anew where the client has stopped without a word', async () => {
    const harness = await openKafkaHarness(kafka.brokers);
    const master = new Listening();
    const said: string[] = [];
    const options = {
      group: `${harness.settings.prefix}masters`,
      topic: `${harness.settings.prefix}commands`,
      partitions: 4,
      times: { session: 6000, heartbeat: 300 },
      log: (_level: string, message: string) => said.push(message),
    };
    const ownership = new KafkaOwnership(createClient(harness.settings, silent), options, master.listener);
    await ownership.join();
    await master.until(4);
    await ownership['consumer'].stop();
    await vi.waitFor(() => expect(ownership.trouble).toMatch('has not answered'), { timeout: 15_000 });
    await vi.waitFor(() => expect(master.revoked).toHaveLength(4), { timeout: 30_000 });
    await master.until(4);
    expect(said).toContain('The group of the masters does not answer: it is joined anew.');
    expect(ownership.trouble).toBeUndefined();
    await ownership.leave();
    await harness.close();
  }, 60_000);
});
