import { CatalogueFeed, MemoryEventLog } from '@millrace/events';
import { PinoLogger } from '@millrace/telemetry';
import { describe, expect, it, vi } from 'vitest';
import { ReaderRegistration } from './reader-registration.js';

const logger = PinoLogger.create({ service: 'test', level: 'silent' });

function registered(next: readonly (number | undefined)[]) {
  const log = new MemoryEventLog({ partitions: { P: next.length, L: 1 }, clock: () => 0 });
  const positionOf = (partition: number) => {
    const at = next[partition];
    return at === undefined ? undefined : { partition, logId: 'l', epoch: 1, next: at, commands: 0 };
  };
  const registration = new ReaderRegistration(log, { positionOf }, logger);
  const known = async () => {
    const feed = new CatalogueFeed(log);
    await feed.start();
    return next.map((_, partition) => feed.catalogue.readersOf(partition));
  };
  return { log, registration, known };
}

describe('the read model as a registered reader (L52)', () => {
  it('tells how far it is in every partition, and 0 where it does not know yet', async () => {
    const { registration, known } = registered([7, undefined, 3]);
    await registration.tell();
    expect(await known()).toEqual([[7], [0], [3]]);
  });

  it('tells nothing twice', async () => {
    const { log, registration } = registered([7]);
    await registration.tell();
    await registration.tell();
    expect((await log.bounds('catalog', 0)).end).toBe(1);
  });

  it('tells again what the log did not take', async () => {
    const { log, registration, known } = registered([7]);
    vi.spyOn(log, 'append').mockRejectedValueOnce(new Error('No broker.'));
    await registration.tell();
    expect(await known()).toEqual([[]]);
    await registration.tell();
    expect(await known()).toEqual([[7]]);
  });
});
