import { randomUUID } from 'node:crypto';
import { masterLoad, openRedisRegistry, workerLoad } from '@millrace/registry';
import { describeWithStack } from '@millrace/testing';
import { expect, it, onTestFinished, vi } from 'vitest';
import { heartbeat } from '../../testing/test-master.js';
import { SilentLogger } from '../../testing/silent-logger.js';
import { CommandHold } from './command-hold.js';
import { SelfWatch } from './self-watch.js';

describeWithStack('what is said in Redis', ['redis'], ({ redis }) => {
  const open = async (prefix: string) => {
    const registry = await openRedisRegistry({ url: `redis://${redis.host}:${redis.port}`, prefix });
    onTestFinished(() => registry.close());
    return registry;
  };

  it('is how a master fares, from its start to its end', async () => {
    const prefix = `millrace-test-${randomUUID()}:`;
    const [registry, reader] = [await open(prefix), await open(prefix)];
    const waiting = { gpu: { count: 2, reason: 'no-worker' } } as const;
    const self = new SelfWatch({
      registry,
      name: 'host:17',
      thresholds: { heap: 0.9, loopDelay: 1000 },
      hold: new CommandHold(),
      startedAt: 5,
      load: () => ({ partitions: [0, 3], activeRuns: 7, waiting }),
      logger: new SilentLogger(),
    });
    self.start();
    const [said] = await vi.waitFor(async () => {
      const members = await reader.members('master');
      expect(members).toHaveLength(1);
      return members;
    });
    expect(said).toMatchObject({ name: 'host:17', beat: 1 });
    const load = masterLoad.parse(said?.data);
    expect(load).toMatchObject({ partitions: [0, 3], activeRuns: 7, waiting, startedAt: 5 });
    expect(load.heapUsed).toBeLessThan(load.heapLimit);
    await self.stop();
    expect(await reader.members('master')).toEqual([]);
  });

  it('is the load of a worker, and refused where it is older than what stands there', async () => {
    const registry = await open(`millrace-test-${randomUUID()}:`);
    const say = (beat: number, cpu: number) => {
      const data = heartbeat({ beat, load: { cpu, diskFree: 5 }, overloaded: ['cpu'] });
      const { worker: name, incarnation } = data;
      return registry.renew({ kind: 'worker', name, incarnation, beat, data }, 15_000);
    };
    expect([await say(2, 0.98), await say(1, 0.1)]).toEqual(['renewed', 'stale']);
    const [said] = await registry.members('worker');
    expect(workerLoad.parse(said?.data)).toMatchObject({
      load: { cpu: 0.98, diskFree: 5 },
      overloaded: ['cpu'],
    });
    await registry.leave({ kind: 'worker', name: 'w1', incarnation: 'w1-1' });
  });
});
