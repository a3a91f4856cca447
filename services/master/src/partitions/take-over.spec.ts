import { readAll } from '@millrace/events/testing';
import { accepted, failed, running, succeeded, workflow } from '@millrace/dag/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster, heartbeat } from '../../testing/test-master.js';

let world: MasterWorld;

beforeEach(async () => {
  world = await MasterWorld.create();
});

/** A second master takes the partition over while the first one goes on as a zombie. */
async function successor(): Promise<TestMaster> {
  return await new TestMaster(world, 'm2').start(0);
}

async function dispatches(): Promise<readonly string[]> {
  const sent = await world.dispatches();
  return sent.map(({ task, attempt, incarnation, epoch }) => `${task}/${attempt} ${incarnation} by ${epoch}`);
}

describe('an owner that works (L9)', () => {
  it('takes what it is given at once, and asks nobody', async () => {
    const master = new TestMaster(world);
    const first = Promise.race([master.asked.promise, master.start(0).then(() => 'started')]);
    expect(await first).toBe('started');
  });

  it('takes a run from its start to its end', async () => {
    await new TestMaster(world).start(0);
    const run = world.runId();
    expect(await world.ask(0, world.startRun(run))).toMatchObject({ accepted: true, run, duplicate: false });
    await world.event('TaskDispatched');
    world.report(run, 0, accepted('a'), running('a'), succeeded('a'));
    await world.event('TaskDispatched', 0, 2);
    world.report(run, 0, succeeded('b'));
    await world.event('RunSucceeded');
    expect(await dispatches()).toEqual(['a/1 w1-1 by 1', 'b/1 w1-1 by 1']);
  });

  it('stores one record for each command, in their order (L1, L12)', async () => {
    await new TestMaster(world).start(0);
    const runs = [world.runId(), world.runId(), world.runId()];
    await world.send(0, ...runs.map((run) => world.startRun(run)));
    await world.settle();
    const inputs = (await world.records()).filter(({ input }) => input?.topic === 'commands');
    expect(inputs.map(({ input }) => input?.offset)).toEqual([0, 1, 2, 3]);
    expect(inputs.slice(0, 3).map(({ outcome }) => outcome)).toEqual(
      runs.map((ref) => ({ accepted: true, ref })),
    );
  });

  it('never lets the time of its records fall, not below that of a claim either (L18)', async () => {
    const first = await new TestMaster(world).start(0);
    await first.stop();
    const then = world.clock.now();
    world.clock.time += 60_000;
    await (await new TestMaster(world, 'm2').start(0)).stop();
    world.clock.time = then;
    await new TestMaster(world, 'm3').start(0);
    await world.settle();
    expect((await world.records()).map(({ now }) => now)).toEqual([then + 60_000]);
  });
});

describe('a new owner repeats what may be missing (L22)', () => {
  it('sends dispatches again, to the same process and with the same attempt, and no others (L34)', async () => {
    await new TestMaster(world).start(0);
    await world.ask(0, world.startRun(world.runId()));
    await world.event('TaskDispatched');
    await world.settle();
    const next = new TestMaster(world, 'm2');
    next.workers.heard(heartbeat({ worker: 'w2', incarnation: 'w2-1', lane: 1, slots: 100 }));
    await next.start(0);
    await world.settle();
    expect(await dispatches()).toEqual(['a/1 w1-1 by 1', 'a/1 w1-1 by 2']);
    expect(await world.dispatches('w2')).toEqual([]);
  });

  it('knows which slots are taken: what waits for one goes on waiting', async () => {
    const first = new TestMaster(world);
    first.workers.heard(heartbeat({ slots: 1, lightSlots: 1 }));
    await first.start(0);
    await world.ask(0, world.startRun(world.runId()));
    await world.ask(0, world.startRun(world.runId()));
    await world.event('TaskDispatched');
    const next = new TestMaster(world, 'm2');
    next.workers.heard(heartbeat({ slots: 1, lightSlots: 1 }));
    await next.start(0);
    await world.settle();
    expect(await dispatches()).toEqual(['a/1 w1-1 by 1', 'a/1 w1-1 by 2']);
  });

  it('gives what it repeats the same ids: of the attempt, of the record, of the command (L21)', async () => {
    await new TestMaster(world).start(0);
    const text = world.startRun(world.runId());
    const reply = await world.ask(0, text);
    await world.event('TaskDispatched');
    const [dispatch] = await world.dispatches();
    await successor();
    await world.settle();
    const replies = (await world.replies()).filter(({ id }) => id === reply.id);
    expect(replies).toEqual([reply, reply]);
    const [, again] = await world.dispatches();
    expect({ ...again, epoch: 1 }).toEqual(dispatch);
  });

  it('goes on with a decision that is half done (L44)', async () => {
    const many = workflow(Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`t${index}`, []])));
    const before = await MasterWorld.create(many);
    const first = new TestMaster(before);
    first.workers.forget('w1-1');
    await first.start(0);
    const command = before.startRun(before.runId());
    await before.send(0, command);
    await before.settle();
    const [, claim, started] = (await readAll(before.log, 'workflow-events', 0)).map(({ value }) => value);
    // The first master died when its first record of the run was stored.
    world = await MasterWorld.create(many);
    await world.send(0, command);
    for (const value of [claim ?? '', started ?? ''])
      await world.log.append('workflow-events', [{ partition: 0, key: '0', value }]);
    const next = new TestMaster(world, 'm2');
    next.workers.forget('w1-1');
    await next.start(0);
    await world.settle();
    const [run] = [...(next.runner().memory?.runs.all() ?? [])];
    expect(run?.run.tasks.every(({ state }) => state === 'queued')).toBe(true);
    expect(started?.match(/TaskQueued/g)?.length).toBeLessThan(1000);
  });

  it('offers what waits for a slot', async () => {
    const first = new TestMaster(world);
    first.workers.forget('w1-1');
    await first.start(0);
    await world.ask(0, world.startRun(world.runId()));
    await world.settle();
    await successor();
    await world.event('TaskDispatched');
    await world.settle();
    expect(await dispatches()).toEqual(['a/1 w1-1 by 2']);
  });

  it('sets the timers that runs wait for', async () => {
    world = await MasterWorld.create(workflow({ later: { delayMs: 60_000 } }));
    await new TestMaster(world).start(0);
    await world.ask(0, world.startRun(world.runId()));
    await world.settle();
    const next = await successor();
    world.clock.pass(59_000);
    next.timers.tick();
    await world.settle();
    expect(await dispatches()).toEqual([]);
    world.clock.pass(1000);
    next.timers.tick();
    await world.event('TaskDispatched');
    await world.settle();
    expect(await dispatches()).toEqual(['later/1 w1-1 by 2']);
  });

  it('sends no dispatch of an attempt that has ended', async () => {
    await new TestMaster(world).start(0);
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    world.report(run, 0, succeeded('a'));
    await world.event('TaskDispatched', 0, 2);
    await world.settle();
    await successor();
    await world.settle();
    expect((await dispatches()).slice(2)).toEqual(['b/1 w1-1 by 2']);
  });

  it('gives the replies from doneTo on again, and no older ones', async () => {
    await new TestMaster(world).start(0);
    const [one, two] = [world.startRun(world.runId()), world.startRun(world.runId())];
    await world.ask(0, one);
    await world.ask(0, two);
    await world.settle();
    const { end } = await world.log.bounds('replies', 0);
    const records = await world.records();
    const doneTo = Math.max(...records.map((record) => record.doneTo));
    await successor();
    await world.settle();
    const again = (await world.replies()).slice(end, -1);
    const offsets = again.map(({ position }) => Number(position.split(':').at(-1)));
    // All open ones are, that at doneTo itself among them.
    expect(Math.min(...offsets)).toBe(doneTo);
    expect(again.map(({ duplicate }) => duplicate)).not.toContain(true);
  });

  it('gives a reply again that was still open when later records were stored (L22)', async () => {
    await new TestMaster(world).start(0);
    const { append } = world.log;
    const held = vi
      .spyOn(world.log, 'append')
      .mockImplementation((topic, records) =>
        topic === 'replies' ? new Promise(() => undefined) : append.call(world.log, topic, records as never),
      );
    const text = world.startRun(world.runId());
    await world.send(0, text);
    await world.event('TaskDispatched');
    await world.send(0, world.startRun(world.runId()));
    await world.event('TaskDispatched', 0, 2);
    held.mockRestore();
    await successor();
    const { id } = JSON.parse(text) as { readonly id: string };
    expect(await world.reply(id)).toMatchObject({ accepted: true, duplicate: false });
  });

  it('sends a kill again that is not confirmed', async () => {
    await new TestMaster(world).start(0);
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    world.report(run, 0, accepted('a'), running('a'));
    await world.ask(0, world.command('StopRun', run, { data: {} }));
    await world.settle();
    await successor();
    await world.settle();
    const kills = await world.all('task-control');
    expect(kills.map(({ task, attempt, incarnation }) => [task, attempt, incarnation])).toEqual([
      ['a', 1, 'w1-1'],
      ['a', 1, 'w1-1'],
    ]);
  });

  it('writes the dead letter of an unreadable command again', async () => {
    await new TestMaster(world).start(0);
    await world.send(0, 'no json', world.startRun(world.runId(), { id: 'next' }));
    await world.reply('next');
    await successor();
    await world.settle();
    const letters = await world.all('dead-letters');
    const expected = [0, 'no json', 'MALFORMED_COMMAND'];
    expect(letters.map(({ offset, value, code }) => [offset, value, code])).toEqual([expected, expected]);
  });
});

describe('a lost worker process (L35)', () => {
  it('is recorded, its attempts are lost, and it is never given another', async () => {
    const master = await new TestMaster(world).start(0);
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    master.runner().loseWorker({ worker: 'w1', incarnation: 'w1-1', proven: true });
    await world.event('AttemptLost');
    world.report(run, 0, failed('a'));
    await world.settle();
    const events = await world.events();
    expect(events.indexOf('WorkerLost')).toBeLessThan(events.indexOf('AttemptLost'));
    expect(events).not.toContain('AttemptFailed');
    expect((await dispatches()).length).toBe(1);
  });

  it('is not given the task again that it lost, though it announces itself once more', async () => {
    const master = await new TestMaster(world).start(0);
    await world.ask(0, world.startRun(world.runId()));
    await world.event('TaskDispatched');
    master.runner().loseWorker({ worker: 'w1', incarnation: 'w1-1', proven: true });
    await world.event('AttemptLost');
    master.workers.heard(heartbeat());
    await world.settle();
    master.workers.heard(heartbeat({ incarnation: 'w1-2' }));
    master.runner().wake();
    await world.event('TaskDispatched', 0, 2);
    await world.settle();
    expect(await dispatches()).toEqual(['a/1 w1-1 by 1', 'a/2 w1-2 by 1']);
  });

  it('is not forgotten where it is told while the partition is taken over', async () => {
    await new TestMaster(world).start(0);
    await world.ask(0, world.startRun(world.runId()));
    await world.event('TaskDispatched');
    const next = new TestMaster(world, 'm2');
    const started = next.start(0);
    for (const worker of ['w1', 'w2'])
      next.runner().loseWorker({ worker, incarnation: `${worker}-1`, proven: true });
    await started;
    await world.event('AttemptLost');
    await world.settle();
    expect([...(next.runner().memory?.state.lost.keys() ?? [])]).toEqual(['w1-1', 'w2-1']);
  });

  it('loses its attempts under a new owner too, when the first died in between', async () => {
    const master = await new TestMaster(world).start(0);
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    await master.stop();
    const next = await successor();
    next.runner().loseWorker({ worker: 'w1', incarnation: 'w1-1', proven: true });
    await world.event('AttemptLost');
    expect(next.runner().memory?.state.lost.get('w1-1')).toEqual({ worker: 'w1', proven: true });
  });
});
