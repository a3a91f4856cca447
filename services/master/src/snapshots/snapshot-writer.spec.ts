import { running } from '@millrace/dag/testing';
import { UnknownOutcomeError } from '@millrace/events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { begin, expectSame, finish, newestSet } from '../../testing/snapshot-steps.js';
import { TestMaster } from '../../testing/test-master.js';
import { readSnapshots } from './snapshot-reader.js';

let world: MasterWorld;
let master: TestMaster;

beforeEach(async () => {
  world = await MasterWorld.create();
  master = await new TestMaster(world).start(0);
});

describe('a set of snapshots', () => {
  it('is written by every owner under a name of its own; the one before the last goes when it stands (L25, L27)', async () => {
    await begin(world, 1);
    await master.stop();
    for (const owner of ['m2', 'm3']) {
      master = await new TestMaster(world, owner).start(0);
      await begin(world, owner === 'm2' ? 2 : 3);
      await master.stop();
    }
    const { newest, superseded } = await readSnapshots(0, master.context);
    expect(newest?.set).toBe('3.0');
    expect(new Set(superseded.map((key) => key.split('/')[1]))).toEqual(new Set(['2.0']));
    const kinds = (await world.all('snapshots')).map(({ kind, set }) => `${kind} ${set}`);
    const checkpoint = kinds.indexOf('checkpoint 3.0');
    expect(kinds.lastIndexOf('slice 3.0')).toBeLessThan(checkpoint);
    expect(kinds.findIndex((kind) => kind.startsWith('tombstone'))).toBeGreaterThan(checkpoint);
    await expectSame(master);
  });

  it('is not written while a run stands still for want of its definition; with that the run goes on (L3)', async () => {
    const run = await begin(world, 1);
    await master.stop();
    const graph = vi.spyOn(world.catalogue, 'graph').mockReturnValue(undefined);
    master = await new TestMaster(world, 'm2').start(0);
    expect(master.logger.messages.join()).toContain('a run stands still');
    expect(await world.ask(0, world.command('StopRun', run))).toMatchObject({ code: 'DEFINITION_MISSING' });
    await master.stop();
    graph.mockRestore();
    expect(await newestSet(master)).toBe('1.0');
    master = await new TestMaster(world, 'm3').start(0);
    await finish(world, run, 1);
  });

  it('is written of verified records alone (L24)', async () => {
    await begin(world, 1);
    const stored = Promise.withResolvers<void>();
    const { append } = world.log;
    const held = vi.spyOn(world.log, 'append').mockImplementation(async (topic, records) => {
      if (topic === 'workflow-events') await stored.promise;
      return append.call(world.log, topic, records as never);
    });
    world.clock.pass(10 * 60_000);
    await world.send(0, world.startRun(world.runId()));
    await vi.waitFor(() => expect(held).toHaveBeenCalledWith('workflow-events', expect.anything()));
    master.runner().snapshots?.writeWhenDue();
    const before = await world.all('snapshots');
    stored.resolve();
    await world.settle();
    await vi.waitFor(async () => expect(await newestSet(master)).toBe('1.0'));
    const { checkpoint } = (await readSnapshots(0, master.context)).newest ?? {};
    expect(before).toEqual([]);
    expect(checkpoint?.live).toBe(2);
    expect(checkpoint?.fold.next).toBeLessThanOrEqual((await world.log.bounds('workflow-events', 0)).end);
  });

  it('is begun anew under another name after a write that nobody confirmed (L28)', async () => {
    await begin(world, 1);
    const { append } = world.log;
    const lost = vi.spyOn(world.log, 'append').mockImplementation(async (topic, records) => {
      const offsets = await append.call(world.log, topic, records as never);
      if (topic === 'snapshots') throw new UnknownOutcomeError('No answer.');
      return offsets;
    });
    await master.runner().snapshots?.write();
    lost.mockRestore();
    await world.settle();
    await master.runner().snapshots?.write();
    expect(await newestSet(master)).toBe('1.1');
    await expectSame(master);
  });

  it('is whole again after a later write of it that nobody confirmed (L28)', async () => {
    const runs = [await begin(world, 1), await begin(world, 2)];
    const text = world.startRun(runs[0] ?? '');
    await world.ask(0, text);
    await master.runner().snapshots?.write();
    world.report(runs[0] ?? '', 0, running('a'));
    await world.settle();
    const lost = vi.spyOn(world.log, 'append').mockRejectedValueOnce(new UnknownOutcomeError('No answer.'));
    await master.runner().snapshots?.write();
    lost.mockRestore();
    await master.runner().snapshots?.write();
    expect(await newestSet(master)).toBe('1.1');
    await expectSame(master);
    const other = await new TestMaster(world, 'm2').start(0);
    expect(await world.ask(0, text)).toMatchObject({ duplicate: true });
    await other.stop();
  });

  it('takes up what has changed, and what ended, since the checkpoint before (L27, L30)', async () => {
    const runs = [await begin(world, 1), await begin(world, 2), await begin(world, 3)];
    const written = async (): Promise<readonly string[]> => {
      const { end } = await world.log.bounds('snapshots', 0);
      await master.runner().snapshots?.write();
      const { records } = await world.log.read('snapshots', 0, end, 100);
      return records.map(({ key, value: { kind } }) => `${kind} ${nameOf(key ?? '')}`);
    };
    const nameOf = (key: string): string => {
      const id = key.split('/')[3] ?? '';
      return runs.includes(id) ? `run ${runs.indexOf(id)}` : id;
    };
    expect(await written()).toEqual(['slice run 0', 'slice run 1', 'slice run 2', 'slice 1', 'checkpoint ']);
    world.report(runs[0] ?? '', 0, running('a'));
    await world.settle();
    expect(await written()).toEqual(['slice run 0', 'slice 2', 'checkpoint ']);
    await finish(world, runs[1] ?? '', 1);
    expect(await written()).toEqual(['slice 3', 'finished run 1', 'checkpoint ', 'tombstone run 1']);
    await world.settle();
    expect(await written()).toEqual(['slice 4', 'checkpoint ']);
    expect(await written()).toEqual(['checkpoint ']);
    await expectSame(master);
  });

  it('says of a run that ended while it was written that it has ended (L27, L30)', async () => {
    master.workers.forget('w1-1');
    // One more than are encoded in one go.
    const runs = Array.from({ length: 201 }, () => world.runId());
    await world.send(0, ...runs.map((run) => world.startRun(run)));
    await world.settle();
    const last = runs.at(-1) ?? '';
    const { append } = world.log;
    const held = Promise.withResolvers<void>();
    const holding = vi.spyOn(world.log, 'append').mockImplementation(async (topic, records) => {
      if (topic === 'snapshots') await held.promise;
      return append.call(world.log, topic, records as never);
    });
    const written = master.runner().snapshots?.write();
    await vi.waitFor(() => expect(holding).toHaveBeenCalledWith('snapshots', expect.anything()));
    await world.ask(0, world.command('StopRun', last));
    await world.settle();
    held.resolve();
    await written;
    await expectSame(master);
    await master.runner().snapshots?.write();
    const ofLast = (await world.log.read('snapshots', 0, 0, 1000)).records.filter(({ key }) =>
      key?.includes(last),
    );
    expect(ofLast.map(({ value }) => value.kind)).toEqual(['finished', 'finished', 'tombstone']);
    await expectSame(master);
  });

  it('takes away once what is older, and once what it was begun with (L31)', async () => {
    const tombstones = async (): Promise<number> =>
      (await world.all('snapshots')).filter(({ kind }) => kind === 'tombstone').length;
    for (const owner of ['m2', 'm3']) {
      await begin(world, owner === 'm2' ? 1 : 2);
      await master.stop();
      master = await new TestMaster(world, owner).start(0);
    }
    const { snapshots } = master.runner();
    await snapshots?.write();
    const older = await tombstones();
    expect(older).toBeGreaterThan(0);
    await snapshots?.write();
    expect(await tombstones()).toBe(older);
    await snapshots?.dropBase();
    const both = await tombstones();
    expect(both).toBeGreaterThan(older);
    await snapshots?.dropBase();
    expect(await tombstones()).toBe(both);
  });

  it('is relied on when it has stood for an hour (L52)', async () => {
    const hour = 3_600_000;
    await begin(world, 1);
    const { snapshots } = master.runner();
    await snapshots?.write();
    const first = (await readSnapshots(0, master.context)).newest?.checkpoint.fold.next;
    world.clock.pass(hour - 1);
    expect(snapshots?.safe()).toBeUndefined();
    world.clock.pass(1);
    expect(snapshots?.safe()).toMatchObject({ events: first });
    await begin(world, 2);
    await snapshots?.write();
    const second = (await readSnapshots(0, master.context)).newest?.checkpoint.fold.next;
    world.clock.pass(hour - 1);
    expect(snapshots?.safe()).toMatchObject({ events: first });
    world.clock.pass(1);
    expect(snapshots?.safe()).toMatchObject({ events: second });
  });

  it('is written after fifty thousand records, whatever the time (L33)', async () => {
    await begin(world, 1);
    const { snapshots } = master.runner();
    await snapshots?.write();
    const checkpoints = async (): Promise<number> =>
      (await world.all('snapshots')).filter(({ kind }) => kind === 'checkpoint').length;
    snapshots?.progressed(49_999);
    await world.settle();
    // What the last line has appended counts as well.
    await vi.waitFor(async () => expect(await checkpoints()).toBe(2));
    snapshots?.progressed(40_000);
    await world.settle();
    expect(await checkpoints()).toBe(2);
  });

  it('names the replies that were not sent when it was written, and the next owner sends them (L22, L26)', async () => {
    await world.settle();
    const { append } = world.log;
    const held = vi
      .spyOn(world.log, 'append')
      .mockImplementation((topic, records) =>
        topic === 'replies'
          ? Promise.reject(new UnknownOutcomeError('No answer.'))
          : append.call(world.log, topic, records as never),
      );
    const text = world.startRun(world.runId());
    await world.send(0, text);
    await world.event('TaskDispatched');
    await master.stop();
    master.context.effects.close();
    held.mockRestore();
    const { checkpoint } = (await readSnapshots(0, master.context)).newest ?? {};
    expect(checkpoint?.open).toHaveLength(1);
    await new TestMaster(world, 'm2').start(0);
    const { id } = JSON.parse(text) as { readonly id: string };
    expect(await world.reply(id)).toMatchObject({ accepted: true, duplicate: false });
  });

  it('is written of a partition that has fallen silent, some time after its last record (L33)', async () => {
    await begin(world, 1);
    master.runner().snapshots?.writeWhenDue();
    expect(await newestSet(master)).toBeUndefined();
    world.clock.pass(10 * 60_000);
    master.runner().snapshots?.writeWhenDue();
    await vi.waitFor(async () => expect(await newestSet(master)).toBe('1.0'));
    world.clock.pass(60 * 60_000);
    // Nothing is new: only the record of the next command makes a second one due.
    master.runner().snapshots?.writeWhenDue();
    await world.settle();
    const checkpoints = async () =>
      (await world.all('snapshots')).filter(({ kind }) => kind === 'checkpoint');
    await vi.waitFor(async () => expect(await checkpoints()).toHaveLength(2));
    await world.settle();
    await world.settle();
    expect(await checkpoints()).toHaveLength(2);
  });

  it('is written for owners that never live long enough by one of those after them (L33)', async () => {
    await begin(world, 1);
    for (const owner of ['m2', 'm3']) {
      world.clock.pass(6 * 60_000);
      expect(await newestSet(master)).toBeUndefined();
      // The one before is not stopped: it would write what it knows.
      master = await new TestMaster(world, owner).start(0);
    }
    master.runner().snapshots?.writeWhenDue();
    await vi.waitFor(async () => expect(await newestSet(master)).toBe('3.0'));
    await expectSame(master);
  });
});
