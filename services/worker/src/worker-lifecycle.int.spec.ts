import { MemoryEventLog } from '@millrace/events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dispatchOf } from '../testing/worker-bench.js';
import { WorkerWorld } from '../testing/worker-world.js';

afterEach(() => void vi.useRealTimers());

describe('a worker whose log fails at its start', () => {
  it('announces ended incarnations until the log has taken that, though the first announcement failed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const world = await WorkerWorld.make();
    const first = world.worker();
    const earlier = await first.start();
    await first.stop();
    const append = vi.spyOn(world.log, 'append');
    append.mockRejectedValueOnce(new Error('no disk'));
    const second = world.worker();
    await second.start();
    await vi.advanceTimersByTimeAsync(3000);
    const ended = () => world.heartbeats.all.flatMap((value) => value.ended ?? []);
    await second.stop();
    await world.worker().start();
    expect(ended()).toContain(earlier);
  });
});

describe('a worker that is told to stop', () => {
  it('starts nothing more from the moment on at which it was told', async () => {
    const world = await WorkerWorld.make();
    const real = MemoryEventLog.prototype.append.bind(world.log);
    const gate = Promise.withResolvers<undefined>();
    const worker = world.worker();
    const incarnation = await worker.start();
    vi.spyOn(world.log, 'append').mockImplementation(async (topic, records) => {
      if (topic === 'heartbeats') await gate.promise;
      return await real(topic, records);
    });
    const stopped = worker.stop();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.said.until(() => true);
    gate.resolve(undefined);
    await stopped;
    expect(world.said.all).toEqual(['a/1 Lost']);
  });

  it('hears nothing more once it says that it is gone', async () => {
    const world = await WorkerWorld.make();
    const worker = world.worker();
    const incarnation = await worker.start();
    world.log.follow('heartbeats', 0, 'end', ([first]) => {
      if (first?.value.state === 'gone') void world.dispatch(dispatchOf('a', { incarnation }));
    });
    await worker.stop();
    expect(world.said.all).toEqual([]);
  });

  it('before it has started does not announce itself', async () => {
    const world = await WorkerWorld.make({ acknowledges: false });
    world.leaveBehind({
      entry: 'report',
      key: 'k',
      partition: 0,
      report: { run: 'r', worker: 'w1', reports: [] },
    });
    const worker = world.worker();
    const started = worker.start();
    await worker.stop();
    world.acknowledge();
    await started;
    expect(world.heartbeats.all.at(-1)?.state).not.toBe('ready');
  });

  it('by two has stopped for both only when it has', async () => {
    const world = await WorkerWorld.make({ tasks: { a: { settings: { duration: '1h' } } } });
    const worker = world.worker({ drainGraceMs: 3_600_000 });
    const incarnation = await worker.start();
    await world.dispatch(dispatchOf('a', { incarnation }));
    const first = worker.stop();
    const second = worker.stop().then(() => world.heartbeats.all.at(-1)?.state);
    await world.said.until((said) => said === 'a/1 Running');
    worker.hurry();
    await first;
    expect(await second).toBe('gone');
  });
});
