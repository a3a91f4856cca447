import { running, succeeded } from '@millrace/dag/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster } from '../../testing/test-master.js';

let world: MasterWorld;
let master: TestMaster;

beforeEach(async () => {
  world = await MasterWorld.create();
  master = await new TestMaster(world).start(0);
});

describe('a master that holds commands', () => {
  it('goes on with what it has, and starts what came meanwhile afterwards', async () => {
    const [first, second] = [world.runId(), world.runId()];
    await world.ask(0, world.startRun(first));
    master.commandHold.set(true);
    await world.send(0, world.startRun(second, { id: 'meanwhile' }));
    world.report(first, 0, running('a'), succeeded('a'));
    await world.event('TaskDispatched', 0, 2);
    expect((await world.events()).filter((type) => type === 'RunStarted')).toHaveLength(1);
    master.commandHold.set(false);
    expect(await world.reply('meanwhile')).toMatchObject({ accepted: true, run: second });
  });

  it('holds those of a partition, too, that comes to it meanwhile', async () => {
    master.commandHold.set(true);
    await master.start(1);
    await world.send(1, world.startRun(world.runId(1), { id: 'late' }));
    world.report(world.runId(1), 1, running('a'));
    await vi.waitFor(async () => expect(await world.records(1)).toHaveLength(1));
    expect((await world.events(1)).includes('RunStarted')).toBe(false);
    master.commandHold.set(false);
    expect(await world.reply('late')).toMatchObject({ accepted: true });
  });

  it('is told to go on by nobody any more, once a partition has left it', async () => {
    await master.stop();
    master.commandHold.set(true);
    master.commandHold.set(false);
    const successor = await new TestMaster(world, 'm2').start(0);
    expect(await world.ask(0, world.startRun(world.runId()))).toMatchObject({ accepted: true });
    await successor.stop();
  });
});
