import type { WorkerHeartbeat } from '@millrace/events';
import { collect } from '@millrace/events/testing';
import { MemoryRegistry } from '@millrace/registry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryLog, silent } from '../../testing/worker-bench.js';
import type { HeartbeatWays } from './heartbeat.js';
import { Heartbeat } from './heartbeat.js';

const EVERY_MS = 3000;

function worker(more: Partial<HeartbeatWays> = {}) {
  const log = memoryLog();
  const now = { busy: 0, at: 1000 };
  const announcement = () => ({
    worker: 'w1',
    incarnation: 'i2',
    groups: ['default'],
    lane: 7,
    slots: 2,
    lightSlots: 20,
    lightBusy: 0,
    guard: 'process-group',
    startedAt: 900,
    ...now,
  });
  const onEndedSaid = vi.fn();
  const measure = vi.fn();
  const heartbeat = new Heartbeat(
    { log, logger: silent, registry: undefined, lease: undefined, measure, onEndedSaid, ...more },
    announcement,
  );
  const { records } = collect(log, 'heartbeats', 0, 0);
  return {
    log,
    now,
    heartbeat,
    onEndedSaid,
    measure,
    records,
    said: (): readonly WorkerHeartbeat[] => records.map(({ value }) => value),
    states: () => records.map(({ value }) => value.state),
  };
}

describe('the heartbeat of a worker', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  it('announces the worker with all that a master must know of it', async () => {
    const { heartbeat, records } = worker();
    await heartbeat.start([]);
    expect(records).toMatchObject([
      {
        key: 'w1',
        value: {
          worker: 'w1',
          incarnation: 'i2',
          groups: ['default'],
          lane: 7,
          slots: 2,
          lightSlots: 20,
          busy: 0,
          state: 'ready',
          at: 1000,
          guard: 'process-group',
          startedAt: 900,
        },
      },
    ]);
  });

  it('has the load measured for the next one, every three seconds, and waits for nothing', async () => {
    const { heartbeat, measure, records } = worker();
    await heartbeat.start([]);
    expect(measure).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect([measure.mock.calls.length, records.length]).toEqual([2, 3]);
    await heartbeat.stop();
  });

  it('tells a change at once, without a measurement', async () => {
    const { heartbeat, measure, now, said } = worker();
    await heartbeat.start([]);
    now.busy = 2;
    await heartbeat.changed();
    expect(said().map(({ busy }) => busy)).toEqual([0, 2]);
    expect(measure).not.toHaveBeenCalled();
    await heartbeat.stop();
  });

  it('tells a change that came while one was on its way, after that one', async () => {
    const { heartbeat, log, now, said } = worker();
    await heartbeat.start([]);
    const gate = Promise.withResolvers<undefined>();
    const append = log.append.bind(log);
    vi.spyOn(log, 'append').mockImplementationOnce(async (topic, records) => {
      await gate.promise;
      return await append(topic, records);
    });
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    now.busy = 2;
    await heartbeat.changed();
    gate.resolve(undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(said().map(({ busy }) => busy)).toEqual([0, 0, 2]);
    await heartbeat.stop();
  });

  it.each([
    ['has not begun', () => Promise.resolve()],
    ['is told to be silent', async (it: Heartbeat) => (await it.start([]), it.silence())],
    ['has ended', async (it: Heartbeat) => (await it.start([]), await it.stop())],
  ])('tells no change of what it is not: %s', async (_, until) => {
    const { heartbeat, records } = worker();
    await until(heartbeat);
    const before = records.length;
    await heartbeat.changed();
    expect(records).toHaveLength(before);
  });

  it('numbers them, so that a late one can be told from a new one', async () => {
    const { heartbeat, said } = worker();
    await heartbeat.start([]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    await heartbeat.stop();
    expect(said().map(({ beat }) => beat)).toEqual([1, 2, 3]);
  });

  it('has announced the worker when the log has it, and not before', async () => {
    const { heartbeat, log } = worker();
    const order: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    vi.spyOn(log, 'append').mockImplementationOnce(async () => {
      await gate.promise;
      order.push('stored');
      return [0];
    });
    const started = heartbeat.start([]).then(() => order.push('announced'));
    await vi.advanceTimersByTimeAsync(0);
    gate.resolve(undefined);
    await started;
    expect(order).toEqual(['stored', 'announced']);
  });

  it('names the ended incarnations when it announces the worker, and not again', async () => {
    const { heartbeat, said } = worker();
    await heartbeat.start(['i0', 'i1']);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(said().map(({ ended }) => ended)).toEqual([['i0', 'i1'], undefined]);
  });

  it('says which are ended until the log has taken it, and then tells that it has', async () => {
    const { log, heartbeat, onEndedSaid, said } = worker();
    vi.spyOn(log, 'append').mockRejectedValueOnce(new Error('The disk is full.'));
    await heartbeat.start(['i0']);
    expect(onEndedSaid).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(said().map(({ ended }) => ended)).toEqual([['i0'], undefined]);
    expect(onEndedSaid).toHaveBeenCalledOnce();
  });

  it('has no list of ended incarnations where there are none', async () => {
    const { heartbeat, said } = worker();
    await heartbeat.start([]);
    expect(said()[0]).not.toHaveProperty('ended');
  });

  it('comes every three seconds with what the worker is then', async () => {
    const { heartbeat, now, said } = worker();
    await heartbeat.start([]);
    Object.assign(now, { busy: 2, at: 4000 });
    await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(said()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    Object.assign(now, { busy: 1, at: 7000 });
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(said().map(({ busy, at }) => [busy, at])).toEqual([
      [0, 1000],
      [2, 4000],
      [1, 7000],
    ]);
  });

  it('says at once that the worker drains, and says so until it is gone', async () => {
    const { heartbeat, states } = worker();
    await heartbeat.start([]);
    await heartbeat.draining();
    expect(states()).toEqual(['ready', 'draining']);
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    await heartbeat.stop();
    expect(states()).toEqual(['ready', 'draining', 'draining', 'draining', 'gone']);
  });

  it('says last that the worker is gone', async () => {
    const { heartbeat, states } = worker();
    await heartbeat.start([]);
    await heartbeat.stop();
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(states()).toEqual(['ready', 'gone']);
  });

  it('goes on, with a warning, when the log did not take one', async () => {
    const { heartbeat, log, said } = worker();
    const warn = vi.spyOn(silent, 'warn');
    await heartbeat.start([]);
    vi.spyOn(log, 'append').mockRejectedValueOnce(new Error('no disk'));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(said()).toHaveLength(1);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      { error: 'Error: no disk' },
      'a heartbeat could not be sent',
    );
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(said()).toHaveLength(2);
  });

  it('does not keep a worker from stopping when the log takes nothing', async () => {
    const { heartbeat, log, states } = worker();
    await heartbeat.start([]);
    vi.spyOn(log, 'append').mockRejectedValue(new Error('no disk'));
    await heartbeat.draining();
    await heartbeat.stop();
    expect(states()).toEqual(['ready']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the heartbeat of a worker with a lease (L41)', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  const leased = () => {
    let time = 0;
    const renewals: number[] = [];
    const registry = new MemoryRegistry(() => 0);
    const lease = { now: () => (time += 10), renewed: (sentAt: number) => void renewals.push(sentAt) };
    return { registry, renewals, ...worker({ registry, lease }) };
  };

  it('goes to the registry too, with a beat that grows', async () => {
    const { heartbeat, registry } = leased();
    await heartbeat.start([]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(await registry.members('worker')).toMatchObject([
      { name: 'w1', incarnation: 'i2', beat: 2, data: { worker: 'w1', slots: 2, state: 'ready' } },
    ]);
  });

  it('renews the lease from when it was sent, by each way that confirms it', async () => {
    const { heartbeat, renewals } = leased();
    await heartbeat.start([]);
    expect(renewals.toSorted()).toEqual([10, 20]);
  });

  it('renews the lease by the registry alone, and by the log alone', async () => {
    const { heartbeat, renewals, log, registry } = leased();
    await heartbeat.start([]);
    vi.spyOn(log, 'append').mockRejectedValueOnce(new Error('no broker'));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(renewals).toHaveLength(3);
    vi.spyOn(registry, 'renew').mockRejectedValueOnce(new Error('no registry'));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(renewals).toHaveLength(4);
  });

  it('sends no second one after another that the log has not answered', async () => {
    const { heartbeat, log, renewals } = leased();
    await heartbeat.start([]);
    const gate = Promise.withResolvers<readonly number[]>();
    const append = vi.spyOn(log, 'append').mockReturnValueOnce(gate.promise);
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(append).toHaveBeenCalledTimes(1);
    const before = renewals.length;
    gate.resolve([0]);
    await vi.advanceTimersByTimeAsync(0);
    expect(renewals.length).toBe(before + 1);
    expect(renewals.at(-1)).toBe(40);
  });

  it('leaves the registry when the worker is gone, and not when it falls silent', async () => {
    const { heartbeat, registry } = leased();
    await heartbeat.start([]);
    heartbeat.silence();
    expect(await registry.members('worker')).toHaveLength(1);
    await heartbeat.stop();
    expect(await registry.members('worker')).toEqual([]);
  });
});
