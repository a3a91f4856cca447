import { beforeEach, describe, expect, it } from 'vitest';
import type { Mail } from '@millrace/events';
import { awaitRecord } from '../../testing/await-record.js';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster } from '../../testing/test-master.js';

let world: MasterWorld;

beforeEach(async () => {
  world = await MasterWorld.create();
});

async function post(to: number, ...mail: readonly Mail[]): Promise<void> {
  await world.log.append(
    'mailbox',
    mail.map((value) => ({ partition: to, key: String(to), value })),
  );
}

/** Acknowledgements that the partition has sent to this one. */
async function acks(to: number): Promise<readonly (number | undefined)[]> {
  const mail = await world.all('mailbox', to);
  return mail.filter(({ upTo }) => upTo !== undefined).map(({ upTo }) => upTo);
}

async function startedIn(partition: number): Promise<number> {
  return (await world.events(partition)).filter((type) => type === 'RunStarted').length;
}

describe('a command for another partition (L48)', () => {
  it('is passed on, decided at home once, and answered from there', async () => {
    const master = await new TestMaster(world).start(0, 1);
    const run = world.runId(1);
    const text = world.startRun(run);
    expect(await world.ask(0, text)).toMatchObject({ accepted: true, run });
    await world.event('MailAcked');
    await world.settle(0);
    expect((await world.records(0))[0]).toMatchObject({
      outcome: { accepted: false, code: 'FORWARDED' },
      events: [{ type: 'Forwarded', data: { to: 1, mseq: 1, command: text } }],
    });
    expect((await world.records(1))[0]?.input).toMatchObject({ topic: 'mailbox', from: 0, mseq: 1 });
    expect(await startedIn(1)).toBe(1);
    expect(master.runner(0).memory?.state.mail.unacked).toEqual([]);
  });

  it('is sent again by a new owner until the other one has it (L47)', async () => {
    const first = await new TestMaster(world).start(0);
    const runs = [world.runId(1), world.runId(1)];
    await world.send(0, ...runs.map((run) => world.startRun(run)));
    await world.settle(0);
    await first.stop();
    const { end } = await world.log.bounds('mailbox', 1);
    await new TestMaster(world, 'm2').start(0);
    expect((await world.all('mailbox', 1)).slice(end).map(({ mseq }) => mseq)).toEqual([1, 2]);
    await new TestMaster(world, 'm3').start(1);
    await world.event('RunStarted', 1, 2);
    await world.settle(1);
    expect(await startedIn(1)).toBe(2);
  });
});

describe('mail (L46, L47)', () => {
  it('that comes twice is decided once and acknowledged twice', async () => {
    await new TestMaster(world).start(1);
    const mail = { from: 0, to: 1, mseq: 1, command: world.startRun(world.runId(1)) };
    await post(1, mail);
    await world.settle(1);
    await post(1, mail);
    await world.settle(1);
    expect(await startedIn(1)).toBe(1);
    expect(await acks(0)).toEqual([1, 1]);
  });

  it('of which two copies come in one turn is acknowledged only when its record is verified (L19)', async () => {
    const master = await new TestMaster(world).start(1);
    const mail = { from: 0, to: 1, mseq: 1, command: world.startRun(world.runId(1)) };
    const recorded = awaitRecord(world.log, 'mailbox', 0, ({ value }) => value.upTo === 1).then(() =>
      master.runner(1).memory?.state.mail.lastFrom(0),
    );
    await post(1, mail, mail);
    expect(await recorded).toBe(1);
    await world.settle(1);
    expect(await acks(0)).toEqual([1]);
    expect(await startedIn(1)).toBe(1);
  });

  it('that comes before its turn waits to be sent again', async () => {
    await new TestMaster(world).start(1);
    const [one, two] = [1, 2].map((mseq) => ({
      from: 0,
      to: 1,
      mseq,
      command: world.startRun(world.runId(1)),
    }));
    if (!one || !two) throw new Error('No mail.');
    await post(1, two);
    await world.settle(1);
    expect(await acks(0)).toEqual([]);
    await post(1, one, two);
    await world.settle(1);
    expect(await acks(0)).toEqual([1, 2]);
    const inputs = (await world.records(1)).flatMap(({ input }) => input?.mseq ?? []);
    expect(inputs).toEqual([1, 2]);
  });

  it('whose text is no command is recorded, buried and acknowledged (L45)', async () => {
    await new TestMaster(world).start(1);
    await post(1, { from: 0, to: 1, mseq: 1, command: 'no json' });
    await world.settle(1);
    expect(await acks(0)).toEqual([1]);
    expect(await world.all('dead-letters')).toMatchObject([{ value: 'no json', code: 'MALFORMED_COMMAND' }]);
  });
});
