import { describeWithStack } from '@millrace/testing';
import { expect, it } from 'vitest';
import type { EventLog, Ownership } from '../../../event-log.js';
import { KafkaEventLog } from '../kafka-event-log.js';
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

  async own(log: EventLog): Promise<Ownership> {
    return await log.own({
      assigned: (partitions) => this.assigned(partitions),
      revoked: (partitions) => this.lost(partitions),
    });
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
});
