import { workflow } from '@millrace/dag/testing';
import { LogUnreachableError, RECORD_VERSION } from '@millrace/events';
import { claimText, foldOn } from '@millrace/events/testing';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster, heartbeat } from '../../testing/test-master.js';

let world: MasterWorld;

beforeEach(async () => {
  world = await MasterWorld.create();
});

describe('an owner that another one follows', () => {
  it('steps down, takes over again, and decides what it had decided in vain once more (L14, L19)', async () => {
    const first = await new TestMaster(world).start(0);
    await world.settle();
    await world.log.append('workflow-events', [{ partition: 0, key: '0', value: await rivalClaim() }]);
    const run = world.runId();
    expect(await world.ask(0, world.startRun(run))).toMatchObject({ accepted: true, run });
    expect(first.logger.messages).toContain('stepping down');
    expect(first.runner().memory?.fold.epoch).toBe(3);
    const started = (await world.events()).filter((type) => type === 'RunStarted');
    expect(started).toHaveLength(1);
  });

  it('does no effect of records that are void (L19)', async () => {
    await new TestMaster(world).start(0);
    await world.settle();
    await world.log.append('workflow-events', [{ partition: 0, key: '0', value: await rivalClaim() }]);
    const run = world.runId();
    const text = world.startRun(run);
    const reply = await world.ask(0, text);
    await world.settle();
    const { id } = JSON.parse(text) as { id: string };
    expect((await world.replies()).filter((one) => one.id === id)).toEqual([reply]);
    expect(await world.dispatches()).toMatchObject([{ task: 'a', attempt: 1, epoch: 3 }]);
  });

  it('sends the same bytes again when the outcome is unknown, and they count once (L15)', async () => {
    const master = await new TestMaster(world).start(0);
    await world.settle();
    world.lostAcks.add(0);
    const run = world.runId();
    expect(await world.ask(0, world.startRun(run))).toMatchObject({ accepted: true, run });
    await world.settle();
    expect((await world.events()).filter((type) => type === 'RunStarted')).toHaveLength(1);
    expect(master.logger.messages).not.toContain('stepping down');
  });

  it('claims again only when it is known to be among the masters (L17)', async () => {
    const first = await new TestMaster(world).start(0);
    await world.settle();
    const membership = Promise.withResolvers<undefined>();
    first.confirming = membership.promise;
    await world.log.append('workflow-events', [{ partition: 0, key: '0', value: await rivalClaim() }]);
    const reply = world.ask(0, world.startRun(world.runId()));
    await first.asked.promise;
    expect((await foldOn(world.log, 0)).fold.epoch).toBe(2);
    membership.resolve(undefined);
    expect(await reply).toMatchObject({ accepted: true });
    expect((await foldOn(world.log, 0)).fold.epoch).toBe(3);
  });

  it('does not claim again once the partition is let go', async () => {
    const first = await new TestMaster(world).start(0);
    await world.settle();
    first.confirming = new Promise(() => undefined);
    await world.log.append('workflow-events', [{ partition: 0, key: '0', value: await rivalClaim() }]);
    await world.send(0, world.startRun(world.runId()));
    await first.asked.promise;
    await first.stop();
    expect((await foldOn(world.log, 0)).fold.epoch).toBe(2);
  });

  it('takes the partition over anew where the log did not answer for a time', async () => {
    const first = await new TestMaster(world).start(0);
    await world.settle();
    const value = await rivalClaim();
    const reading = vi.spyOn(world.log, 'read').mockRejectedValue(new LogUnreachableError('No broker.'));
    await world.log.append('workflow-events', [{ partition: 0, key: '0', value }]);
    await world.send(0, world.startRun(world.runId()));
    await vi.waitFor(() =>
      expect(first.logger.messages).toContain('the log does not answer: the partition is taken over again'),
    );
    reading.mockRestore();
    await world.event('RunStarted');
    await expect(Promise.race([first.fatal, Promise.resolve('none')])).resolves.toBe('none');
  });

  it('asks whether it is one of the masters before it tries again (L17)', async () => {
    const next = new TestMaster(world, 'm2');
    const reading = vi.spyOn(world.log, 'read').mockRejectedValue(new LogUnreachableError('No broker.'));
    const started = next.start(0);
    await next.asked.promise;
    reading.mockRestore();
    await started;
    expect(await world.ask(0, world.startRun(world.runId()))).toMatchObject({ accepted: true });
  });

  it('tells what it cannot go on from, and does nothing more', async () => {
    const first = await new TestMaster(world).start(0);
    await world.settle();
    const value = JSON.stringify({ v: RECORD_VERSION + 1, kind: 'record' });
    await world.log.append('workflow-events', [{ partition: 0, key: '0', value }]);
    await world.send(0, world.startRun(world.runId()));
    await expect(first.fatal).rejects.toMatchObject({ code: 'LOG_TOO_NEW' });
    expect(first.runner().memory).toBeUndefined();
  });

  it('tries again where a claim of the same epoch was there first (L4)', async () => {
    const { openWriter } = world.log;
    vi.spyOn(world.log, 'openWriter').mockImplementationOnce((partition) => {
      const writer = openWriter.call(world.log, partition);
      const { append } = writer;
      const late: typeof append = async (...args) => {
        await world.log.append('workflow-events', [{ partition: 0, key: '0', value: await rivalClaim() }]);
        return append.apply(writer, args);
      };
      return Object.assign(writer, { append: late });
    });
    await new TestMaster(world).start(0);
    expect(await world.ask(0, world.startRun(world.runId()))).toMatchObject({ accepted: true });
    expect((await foldOn(world.log, 0)).fold.epoch).toBe(2);
  });

  it('does not go on after a slip of the program as if the log had not answered', async () => {
    const first = await new TestMaster(world).start(0);
    await world.settle();
    vi.spyOn(first.context.effects, 'reply').mockImplementationOnce(() => {
      throw new TypeError('A slip.');
    });
    await world.send(0, world.startRun(world.runId()));
    await expect(first.fatal).rejects.toThrow('A slip.');
  });

  async function rivalClaim(): Promise<string> {
    const { fold } = await foldOn(world.log, 0);
    return claimText(fold.logId, { epoch: fold.epoch + 1, nonce: 'rival' });
  }
});

/** How many of what can be closed are open. */
class Count {
  open = 0;

  whileOpen<T extends { close(): void }>(one: T): T {
    const close = one.close.bind(one);
    this.open += 1;
    return Object.assign(one, { close: () => (close(), (this.open -= 1)) });
  }
}

describe('an owner that lets its partition go', () => {
  it('has ended what it had begun: no claim comes after that', async () => {
    const { openWriter } = world.log;
    const claim = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const order: string[] = [];
    vi.spyOn(world.log, 'openWriter').mockImplementationOnce((partition) => {
      const writer = openWriter.call(world.log, partition);
      const { append } = writer;
      const late: typeof append = async (...args) => {
        claim.resolve();
        await held.promise;
        return await append.apply(writer, args).finally(() => order.push('claimed'));
      };
      return Object.assign(writer, { append: late });
    });
    const master = new TestMaster(world);
    const started = master.start(0);
    await claim.promise;
    const stopped = master.stop().then(() => order.push('stopped'));
    await world.records();
    held.resolve();
    await Promise.all([started, stopped]);
    expect(order).toEqual(['claimed', 'stopped']);
    expect(master.runner().memory).toBeUndefined();
  });

  it('leaves no writer open but the one it goes on with, and none when it lets the partition go', async () => {
    const { openWriter } = world.log;
    const writers = new Count();
    vi.spyOn(world.log, 'openWriter').mockImplementation((partition) =>
      writers.whileOpen(openWriter.call(world.log, partition)),
    );
    const master = await new TestMaster(world).start(0);
    await world.settle();
    expect(writers.open).toBe(1);
    world.lostAcks.add(0);
    await world.settle();
    expect(writers.open).toBe(1);
    await master.stop();
    expect(writers.open).toBe(0);
  });

  it('hears of nothing when it has let the partition go, not of its timers either', async () => {
    world = await MasterWorld.create(workflow({ later: { delayMs: 60_000 } }));
    const { follow } = world.log;
    const inputs = new Count();
    vi.spyOn(world.log, 'follow').mockImplementation((topic, partition, from, onRecords) =>
      inputs.whileOpen(follow.call(world.log, topic, partition, from, onRecords as never)),
    );
    const master = await new TestMaster(world).start(0);
    const runner = master.runner();
    await world.ask(0, world.startRun(world.runId()));
    await world.settle();
    expect(inputs.open).toBe(3);
    await runner.stop();
    expect(inputs.open).toBe(0);
    const woken = vi.spyOn(runner, 'wake');
    world.clock.pass(120_000);
    master.timers.tick();
    expect(woken).not.toHaveBeenCalled();
  });

  it('offers nothing more: a slot that is free goes to another partition', async () => {
    const master = new TestMaster(world);
    master.workers.heard(heartbeat({ slots: 1, lightSlots: 1 }));
    await master.start(0, 1);
    const taken = world.runId();
    await world.ask(0, world.startRun(taken));
    await world.event('TaskDispatched');
    await world.ask(0, world.startRun(world.runId()));
    await world.ask(1, world.startRun(world.runId(1)));
    await master.runner(0).stop();
    master.workers.heard(heartbeat({ slots: 2, lightSlots: 2 }));
    master.runner(1).wake();
    await world.event('TaskDispatched', 1);
  });

  it('gives back a slot that it had been given and had not used', async () => {
    const master = await new TestMaster(world).start(0, 1);
    master.workers.forget('w1-1');
    await world.ask(0, world.startRun(world.runId()));
    master.workers.heard(heartbeat({ incarnation: 'w1-2', slots: 1, lightSlots: 1 }));
    const assignment = master.context.dispatcher.next();
    if (!assignment) throw new Error('Nothing was assigned.');
    master.runner(0).assign(assignment);
    await master.runner(0).stop();
    await world.ask(1, world.startRun(world.runId(1)));
    await world.event('TaskDispatched', 1);
  });

  it('sends its mail no more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const master = await new TestMaster(world).start(0);
    await world.send(0, world.startRun(world.runId(1)));
    await world.settle(0);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    await master.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
