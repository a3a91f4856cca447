import { partitionOfRun } from '@millrace/events';
import { describe, expect, it } from 'vitest';
import { MasterWorld, TWO_TASKS } from '../../testing/master-world.js';
import { TestMaster } from '../../testing/test-master.js';

const DATA = { project: TWO_TASKS.project, workflow: TWO_TASKS.name };

/** A start as another system sends it: without the id of a run. */
function start(world: MasterWorld, id: string): string {
  return world.command('StartRun', '', { id, data: DATA, subject: undefined });
}

describe('a start that names no run', () => {
  it('gets one, on the home partition of its sender and id, wherever it arrives', async () => {
    for (const partition of [0, 1, 2, 3]) {
      const world = await MasterWorld.create();
      const master = await new TestMaster(world).start(0, 1, 2, 3);
      const reply = await world.ask(partition, start(world, 'order-7'));
      expect(reply).toMatchObject({ accepted: true, id: 'order-7', source: 'tests' });
      const home = partitionOfRun(reply.run ?? '');
      expect(home).toBe(partitionOfRun((await runOf('order-7')) ?? ''));
      await world.event('TaskDispatched', home);
      await master.stop();
    }
  });

  it('is started once, however often it comes', async () => {
    const world = await MasterWorld.create();
    await new TestMaster(world).start(0, 1, 2, 3);
    const text = start(world, 'order-7');
    const first = await world.ask(0, text);
    const again = await world.ask(3, text);
    expect([again.duplicate, again.run]).toEqual([true, first.run]);
  });

  it('gives another run for another id', async () => {
    expect(await runOf('order-7')).not.toBe(await runOf('order-8'));
  });
});

describe('another command that names no run', () => {
  it('becomes a dead letter that says what is missing, and the next one is decided', async () => {
    const world = await MasterWorld.create();
    await new TestMaster(world).start(0);
    await world.send(0, world.command('PauseRun', '', { subject: undefined }));
    await world.settle();
    expect(await world.all('dead-letters')).toMatchObject([
      { code: 'MALFORMED_COMMAND', message: 'PauseRun names no run: give its id as subject.' },
    ]);
  });
});

async function runOf(id: string): Promise<string | undefined> {
  const world = await MasterWorld.create();
  await new TestMaster(world).start(0, 1, 2, 3);
  return (await world.ask(0, start(world, id))).run;
}
