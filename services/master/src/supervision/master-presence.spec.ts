import type { MasterLoad } from '@millrace/registry';
import { MemoryRegistry, RegistryUnavailableError } from '@millrace/registry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SilentLogger } from '../../testing/silent-logger.js';
import { MasterPresence } from './master-presence.js';

const EVERY_MS = 3000;
const LOAD: MasterLoad = {
  partitions: [0, 3],
  activeRuns: 7,
  waiting: { gpu: { count: 2, reason: 'no-worker' } },
  heapUsed: 1,
  heapLimit: 2,
  loopDelay: 0,
  startedAt: 5,
};

let now: number;
let registry: MemoryRegistry;
let logger: SilentLogger;
let load: MasterLoad;
let presence: MasterPresence;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  now = 0;
  registry = new MemoryRegistry(() => now);
  logger = new SilentLogger();
  load = LOAD;
  presence = new MasterPresence({ registry, name: 'm1', incarnation: 'i1', compose: () => load, logger });
});

afterEach(() => void vi.useRealTimers());

async function pass(ms: number): Promise<void> {
  now += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

describe('a master in the registry', () => {
  it('is there with what it has to do, from its start on', async () => {
    presence.start();
    await pass(0);
    expect(await registry.members('master')).toEqual([
      { kind: 'master', name: 'm1', incarnation: 'i1', beat: 1, data: LOAD },
    ]);
  });

  it('says it again every three seconds, as it is then', async () => {
    presence.start();
    await pass(0);
    load = { ...LOAD, activeRuns: 8 };
    await pass(EVERY_MS);
    expect(await registry.members('master')).toMatchObject([{ beat: 2, data: { activeRuns: 8 } }]);
  });

  it('is gone fifteen seconds after its last word', async () => {
    presence.start();
    await pass(0);
    now += 14_999;
    expect(await registry.members('master')).toHaveLength(1);
    now += 1;
    expect(await registry.members('master')).toEqual([]);
  });

  it('takes itself out when it ends, after what is on its way', async () => {
    const gate = Promise.withResolvers<undefined>();
    const renew = registry.renew.bind(registry);
    vi.spyOn(registry, 'renew').mockImplementation(async (...what) => {
      await gate.promise;
      return await renew(...what);
    });
    presence.start();
    const stopped = presence.stop();
    gate.resolve(undefined);
    await stopped;
    expect(await registry.members('master')).toEqual([]);
  });

  it('tells an outage once, and when it is over', async () => {
    const renew = vi
      .spyOn(registry, 'renew')
      .mockRejectedValue(new RegistryUnavailableError('No connection.'));
    presence.start();
    await pass(5 * EVERY_MS);
    expect(logger.messages).toHaveLength(1);
    renew.mockRestore();
    await pass(EVERY_MS);
    expect(logger.messages).toHaveLength(2);
    expect(await registry.members('master')).toHaveLength(1);
  });

  it('ends, though the registry is down', async () => {
    vi.spyOn(registry, 'leave').mockRejectedValue(new RegistryUnavailableError('No connection.'));
    presence.start();
    await presence.stop();
    expect(logger.messages).toHaveLength(1);
  });
});
