import { accepted, failed, killed, running, succeeded, workflow } from '@millrace/dag/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster, heartbeat } from '../../testing/test-master.js';

const SIDE_BY_SIDE = workflow({ x: [], y: [], z: ['y'] }, { name: 'side-by-side' });

let world: MasterWorld;
let master: TestMaster;

beforeEach(async () => {
  world = await MasterWorld.create();
  world.publish(SIDE_BY_SIDE);
  master = await new TestMaster(world).start(0);
});

async function dispatched(): Promise<readonly string[]> {
  return (await world.dispatches()).map(({ task, offset, floor }) => `${task} ${offset} ${floor}`);
}

describe('an assignment to a worker process that the same turn declares lost (L35)', () => {
  it('comes to nothing: the task run waits for another one', async () => {
    master.workers.forget('w1-1');
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    master.workers.heard(heartbeat());
    const assignment = master.context.dispatcher.next();
    if (!assignment) throw new Error('Nothing was assigned.');
    master.runner().loseWorker({ worker: 'w1', incarnation: 'w1-1', proven: true });
    master.runner().assign(assignment);
    await world.event('WorkerLost');
    await world.settle();
    expect(await world.events()).not.toContain('TaskDispatched');
    master.workers.heard(heartbeat({ worker: 'w2', incarnation: 'w2-1', lane: 1 }));
    master.runner().wake();
    await world.event('TaskDispatched');
    await world.settle();
    expect(await world.dispatches('w2')).toMatchObject([{ task: 'a', incarnation: 'w2-1' }]);
  });
});

describe('a slot that becomes free', () => {
  it('goes to a task run of another partition that waits for it, at once', async () => {
    master.workers.heard(heartbeat({ slots: 1, lightSlots: 1 }));
    await master.start(1);
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    await world.ask(1, world.startRun(world.runId(1)));
    await world.settle(1);
    expect(await world.events(1)).not.toContain('TaskDispatched');
    world.report(run, 0, accepted('a'), running('a'), failed('a'));
    await world.event('TaskDispatched', 1);
  });
});

describe('a dispatch that nobody takes (L42)', () => {
  it('is sent again as it was, while the attempt is not accepted', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    await world.settle();
    master.runner().repeatUnanswered(() => true);
    const [first, second, ...more] = await world.dispatches();
    expect(second).toEqual(first);
    expect(more).toEqual([]);
  });

  it('is not sent again once it was accepted, nor before its time', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    await world.settle();
    master.runner().repeatUnanswered(() => false);
    world.report(run, 0, accepted('a'));
    await world.event('AttemptAccepted');
    master.runner().repeatUnanswered(() => true);
    expect(await world.dispatches()).toHaveLength(1);
  });
});

describe('a kill that nobody confirms (L42)', () => {
  it('is sent again, until the attempt has ended', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    world.report(run, 0, accepted('a'), running('a'));
    await world.event('AttemptRunning');
    await world.ask(0, world.command('StopRun', run));
    await world.settle();
    master.runner().repeatUnanswered((_run, _task, _attempt, what) => what === 'kill');
    await world.settle();
    const kills = await world.all('task-control');
    expect(kills).toHaveLength(2);
    expect(kills[1]).toEqual(kills[0]);
    world.report(run, 0, killed('a'));
    await world.event('RunStopped');
    master.runner().repeatUnanswered(() => true);
    expect(await world.all('task-control')).toHaveLength(2);
  });
});

describe('the floor of a worker process (L37)', () => {
  it('is the oldest dispatch of an attempt that has not ended, also under a new owner', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run, {}, SIDE_BY_SIDE.name));
    await world.settle();
    const [x = '', y = ''] = await dispatched();
    const first = x.split(' ')[1] ?? '';
    expect([x, y]).toEqual([`x ${first} ${first}`, `y ${first} ${first}`]);
    world.report(run, 0, running('y'), succeeded('y'));
    await world.event('TaskDispatched', 0, 2);
    await world.settle();
    const [, , z = ''] = await dispatched();
    expect(z).toMatch(new RegExp(`^z \\d+ ${first}$`));
    await new TestMaster(world, 'm2').start(0);
    await world.settle();
    expect((await dispatched()).slice(3)).toEqual([x, z]);
  });

  it('rises when the oldest attempt ends', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run, {}, SIDE_BY_SIDE.name));
    world.report(run, 0, succeeded('x'));
    await world.settle();
    world.report(run, 0, succeeded('y'));
    await world.event('TaskDispatched', 0, 2);
    await world.settle();
    const [task = '', offset, floor] = ((await dispatched()).at(-1) ?? '').split(' ');
    expect([task, floor]).toEqual(['z', offset]);
  });
});
