import { running, succeeded } from '@millrace/dag/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster } from '../../testing/test-master.js';

const DAY_MS = 24 * 3_600_000;

let world: MasterWorld;
let master: TestMaster;

beforeEach(async () => {
  world = await MasterWorld.create();
  master = await new TestMaster(world).start(0);
});

const broken = (): never => {
  throw new Error('Something is broken.');
};

async function started(): Promise<number> {
  return (await world.events()).filter((type) => type === 'RunStarted').length;
}

describe('a repeated command (L20, L50)', () => {
  it('within one turn starts one run and gets the same answer twice', async () => {
    const run = world.runId();
    const text = world.startRun(run, { id: 'twice' });
    await world.send(0, text, text);
    await world.settle();
    const replies = (await world.replies()).filter(({ id }) => id === 'twice');
    expect(replies.map(({ accepted, duplicate, run: ref }) => [accepted, duplicate, ref])).toEqual([
      [true, false, run],
      [true, true, run],
    ]);
    expect(replies[0]?.position).toBe(replies[1]?.position);
    expect(await started()).toBe(1);
  });

  it('in another turn gets the answer of the first', async () => {
    const text = world.startRun(world.runId());
    const first = await world.ask(0, text);
    expect(await world.ask(0, text)).toEqual({ ...first, duplicate: true });
    expect(await started()).toBe(1);
  });

  it('is the same command though it names a new run to be started', async () => {
    const first = await world.ask(0, world.startRun(world.runId(), { id: 'again' }));
    const second = await world.ask(0, world.startRun(world.runId(), { id: 'again' }));
    expect(second).toEqual({ ...first, duplicate: true });
    expect(await started()).toBe(1);
  });

  it('is known to the next owner too', async () => {
    const text = world.startRun(world.runId());
    const first = await world.ask(0, text);
    await world.settle();
    await new TestMaster(world, 'm2').start(0);
    await world.settle();
    expect(await world.ask(0, text)).toEqual({ ...first, duplicate: true });
    expect(await started()).toBe(1);
  });

  it.each(['in one turn', 'in two'])('with another body is refused, %s', async (turns) => {
    const run = world.runId();
    const first = world.startRun(run, { id: 'conflict' });
    const second = world.command('StopRun', run, { id: 'conflict' });
    if (turns === 'in two') await world.ask(0, first);
    await world.send(0, ...(turns === 'in two' ? [second] : [first, second]));
    await world.settle();
    const replies = (await world.replies()).filter(({ id }) => id === 'conflict');
    expect(replies.map(({ accepted, code }) => [accepted, code])).toEqual([
      [true, undefined],
      [false, 'IDEMPOTENCY_CONFLICT'],
    ]);
    expect(await world.events()).not.toContain('RunStopRequested');
  });
});

describe('a command that cannot be taken (L45, L50)', () => {
  it.each(['no json', '{}', '[1]', `"${'x'.repeat(140_000)}"`])(
    'becomes a dead letter, and the partition goes on: %.20s',
    async (text) => {
      await world.send(0, text);
      expect(await world.ask(0, world.startRun(world.runId()))).toMatchObject({ accepted: true });
      const letters = await world.all('dead-letters');
      expect(letters).toMatchObject([{ topic: 'commands', partition: 0, offset: 0, value: text }]);
      expect((await world.records())[0]).toMatchObject({
        input: { topic: 'commands', offset: 0 },
        outcome: { accepted: false },
      });
    },
  );

  it('is refused when it is older than commands are known for', async () => {
    const time = new Date(world.clock.now() - 7 * DAY_MS).toISOString();
    expect(await world.ask(0, world.startRun(world.runId(), { time }))).toMatchObject({ code: 'TOO_OLD' });
  });

  it('is refused when its time is more than an hour ahead', async () => {
    const time = new Date(world.clock.now() + 3_600_001).toISOString();
    expect(await world.ask(0, world.startRun(world.runId(), { time }))).toMatchObject({ code: 'CLOCK' });
  });

  it.each(['Nonsense', 'ReportAttemptSucceeded', 'ContinueRun'])(
    'is refused when people may not send it: %s',
    async (type) => {
      expect(await world.ask(0, world.command(type, world.runId()))).toMatchObject({
        accepted: false,
        code: 'UNKNOWN_COMMAND',
      });
    },
  );

  it('is refused when StartRun names another run than its subject', async () => {
    const data = { run: world.runId(), project: 'tests', workflow: 'sample' };
    expect(await world.ask(0, world.startRun(world.runId(), { data }))).toMatchObject({
      code: 'INVALID_COMMAND',
    });
    expect(await started()).toBe(0);
  });

  it('is refused when its subject is no run', async () => {
    expect(await world.ask(0, world.command('StopRun', 'run-1'))).toMatchObject({ code: 'WRONG_PARTITION' });
  });

  it('says what is wrong with its data', async () => {
    const run = world.runId();
    const reply = await world.ask(0, world.startRun(run, { data: { run, project: 7, workflow: 'sample' } }));
    expect(reply).toMatchObject({ code: 'INVALID_COMMAND' });
    expect(reply.message).toContain('project');
  });

  it('is decided with the defaults of its schema', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    expect(master.runner().memory?.runs.get(run)?.start.trigger).toBe('api');
  });
});

describe('a decision that throws (L45)', () => {
  it('is recorded as INTERNAL once the partition has been restored, and the others go on', async () => {
    const bad = world.startRun(world.runId(), { id: 'bad' });
    vi.spyOn(world.catalogue, 'version').mockImplementationOnce(() => {
      throw new Error('Something is broken.');
    });
    await world.send(0, bad);
    expect(await world.reply('bad')).toMatchObject({ accepted: false, code: 'INTERNAL' });
    expect(await world.ask(0, world.startRun(world.runId()))).toMatchObject({ accepted: true });
    expect(master.runner().memory?.fold.epoch).toBe(2);
    expect(master.logger.messages.join()).toContain('commands:0 cannot be kept: Error: Something is broken.');
    expect(await started()).toBe(1);
  });

  it('on a run ends that run as failed, and the others go on', async () => {
    const [run, other] = [world.runId(), world.runId()];
    await world.ask(0, world.startRun(run));
    await world.ask(0, world.startRun(other));
    // Its id is asked for by the commands of a person, not by what fails the run.
    const state = master.runner().memory?.runs.get(run);
    if (state) Object.defineProperty(state, 'phase', { get: broken });
    await world.send(0, world.command('PauseRun', run, { id: 'bad' }));
    expect(await world.reply('bad')).toMatchObject({ accepted: false, code: 'INTERNAL' });
    expect(await world.events()).toContain('RunFailureDeclared');
    expect(await world.ask(0, world.command('StopRun', other))).toMatchObject({ accepted: true });
  });

  it('on a command of the owner itself ends the run too', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    const state = master.runner().memory?.runs.get(run);
    if (state) Object.defineProperty(state, 'phase', { get: broken });
    // The loss of its worker makes the owner decide on the attempt.
    master.runner().loseWorker({ worker: 'w1', incarnation: 'w1-1', proven: true });
    await world.event('RunFailureDeclared');
    expect(master.logger.messages.join()).toContain('ReportAttemptLost of run');
  });
});

describe('a decision whose record is too large (L43, L45)', () => {
  it('fails its run by a small record', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    const outputs = { text: 'x'.repeat(300 * 1024) };
    world.report(run, 0, running('a'), succeeded('a', { outputs }));
    await world.event('RunFailureDeclared');
    const record = (await world.records()).find(({ outcome }) => outcome?.accepted === false);
    expect(record?.outcome).toMatchObject({ code: 'TOO_LARGE' });
    expect(record?.input?.topic).toBe('task-status');
    expect(await world.ask(0, world.startRun(world.runId()))).toMatchObject({ accepted: true });
  });
});
