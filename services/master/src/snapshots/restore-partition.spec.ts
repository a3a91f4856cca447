import type { JsonValue } from '@millrace/dag';
import { workflow } from '@millrace/dag/testing';
import { LogCorruptError } from '@millrace/events';
import type { SnapshotEntry } from '@millrace/events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { begin, expectSame, finish, newestSet, tamper } from '../../testing/snapshot-steps.js';
import { TestMaster } from '../../testing/test-master.js';
import { restorePartition } from './restore-partition.js';
import { readSnapshots } from './snapshot-reader.js';

let world: MasterWorld;
let master: TestMaster;

beforeEach(async () => {
  world = await MasterWorld.create();
  master = await new TestMaster(world).start(0);
});

describe('a set of snapshots', () => {
  it('and the tail give what the whole log gives (L26, L30)', async () => {
    const one = await begin(world, 1);
    await begin(world, 2);
    await master.stop();
    master = await new TestMaster(world, 'm2').start(0);
    await begin(world, 3);
    await finish(world, one, 1);
    expect(await newestSet(master)).toBe('1.0');
    const memory = await expectSame(master);
    expect(memory.runs.size).toBe(2);
  });

  it('brings the repeated commands with it (L50)', async () => {
    const text = world.startRun(world.runId());
    const first = await world.ask(0, text);
    await world.settle();
    await master.stop();
    for (const owner of ['m2', 'm3']) {
      master = await new TestMaster(world, owner).start(0);
      expect(await world.ask(0, text)).toEqual({ ...first, duplicate: true });
      await world.settle();
      await master.stop();
    }
  });

  it('knows the worker processes that were lost (L35)', async () => {
    await begin(world, 1);
    master.runner().loseWorker({ worker: 'w1', incarnation: 'w1-1', proven: true });
    await world.event('AttemptLost');
    await world.settle();
    await master.stop();
    expect([...(await expectSame(master)).state.lost.keys()]).toEqual(['w1-1']);
  });

  it('that lacks a slice is passed over, and the log is folded from its start (L29)', async () => {
    await begin(world, 1);
    await begin(world, 2);
    await master.stop();
    let dropped = 0;
    await tamper(world, (entry) => {
      if (entry.kind !== 'slice' || entry.id.length !== 36 || dropped > 0) return undefined;
      dropped += 1;
      return { ...entry, kind: 'tombstone' };
    });
    expect(dropped).toBe(1);
    expect(await newestSet(master)).toBeUndefined();
    await expectSame(master);
  });

  it('in which a slice is not what its owner wrote is passed over, loudly (L26)', async () => {
    await begin(world, 1);
    await master.stop();
    const change = (text: string): JsonValue =>
      JSON.parse(text.replace('"state":"dispatched"', '"state":"waiting"')) as JsonValue;
    await tamper(world, (entry) =>
      entry.kind === 'slice' && entry.id.length === 36
        ? { ...entry, state: change(JSON.stringify(entry.state)) }
        : undefined,
    );
    expect(await newestSet(master)).toBeUndefined();
    expect(master.logger.messages).toContain('a snapshot is damaged: an older one is taken');
    await expectSame(master);
  });

  it('that ends beyond the end that was there at first is read to its end (L29)', async () => {
    await begin(world, 1);
    await master.stop();
    const { end } = await world.log.bounds('snapshots', 0);
    // So it was before the last entry, the checkpoint, came.
    vi.spyOn(world.log, 'bounds').mockResolvedValueOnce({ start: 0, end: end - 1 });
    const { read } = world.log;
    vi.spyOn(world.log, 'read').mockImplementation((topic, partition, from, most) =>
      read.call(world.log, topic, partition, from, topic === 'snapshots' ? 1 : most),
    );
    expect(await newestSet(master)).toBe('1.0');
  });

  it('of an older owner is used while the newest is not complete (L29)', async () => {
    await begin(world, 1);
    await master.stop();
    const older = await world.log.read('snapshots', 0, 0, 100);
    master = await new TestMaster(world, 'm2').start(0);
    await begin(world, 2);
    await master.stop();
    for (const { key, value } of older.records) {
      await world.log.append('snapshots', [{ partition: 0, key, value }]);
    }
    await tamper(world, (entry) =>
      entry.kind === 'checkpoint' && entry.set === '2.0' ? { ...entry, kind: 'tombstone' } : undefined,
    );
    expect(await newestSet(master)).toBe('1.0');
    await expectSame(master);
  });

  it('is enough where all that it knows of has left the log (L52)', async () => {
    const run = await begin(world, 1);
    await master.stop();
    const { checkpoint } = (await readSnapshots(0, master.context)).newest ?? {};
    await world.log.deleteBefore('workflow-events', 0, checkpoint?.fold.next ?? 0);
    const { memory } = await restorePartition(0, master.context);
    expect([...memory.runs.all()].map((stored) => stored.run.id)).toEqual([run]);
  });

  it('is enough where its owner went on after it, and all before has left the log (L52)', async () => {
    const run = await begin(world, 1);
    await master.runner().snapshots?.write();
    const other = await begin(world, 2);
    await world.settle();
    const { checkpoint } = (await readSnapshots(0, master.context)).newest ?? {};
    await world.log.deleteBefore('workflow-events', 0, checkpoint?.fold.next ?? 0);
    const { memory } = await restorePartition(0, master.context);
    expect([...memory.runs.all()].map((stored) => stored.run.id)).toEqual([run, other]);
  });

  it('counts its runs by where they began and ended, before its checkpoint or at it (L29)', async () => {
    await begin(world, 1);
    await begin(world, 2);
    await master.stop();
    const q = (await readSnapshots(0, master.context)).newest?.checkpoint.fold.next ?? 0;
    const isRun = ({ kind, id }: SnapshotEntry): boolean => kind !== 'checkpoint' && id.length === 36;
    const [first] = (await world.all('snapshots')).filter(isRun);
    const change = async (rest: Partial<SnapshotEntry>): Promise<void> => {
      await tamper(world, (entry) => (entry.id === first?.id ? { ...entry, ...rest } : undefined));
    };
    await change({ kind: 'finished', offset: q });
    expect((await readSnapshots(0, master.context)).newest).toMatchObject({ finished: [{ id: first?.id }] });
    await change({ kind: 'finished', offset: q - 1 });
    expect(await newestSet(master)).toBeUndefined();
    await change({ kind: 'slice', born: q });
    expect(await newestSet(master)).toBeUndefined();
  });

  it('does not bring a run back that ended after its slice (L27, L30)', async () => {
    const run = await begin(world, 1);
    const other = await begin(world, 2);
    master.world.clock.pass(10 * 60_000);
    await finish(world, run, 1);
    await master.stop();
    const restored = await expectSame(master);
    expect([...restored.runs.all()].map((stored) => stored.run.id)).toEqual([other]);
    const kinds = (await world.all('snapshots')).map(({ kind }) => kind);
    expect(kinds.indexOf('finished')).toBeGreaterThan(-1);
  });
});

describe('a log that is not the one its checkpoint knows (L10)', () => {
  beforeEach(async () => {
    await begin(world, 1);
    await master.stop();
  });

  async function refusal(): Promise<unknown> {
    return await restorePartition(0, master.context).catch((error: unknown) => error);
  }

  it('because it is shorter is refused', async () => {
    world.log.truncate('workflow-events', 0, 2);
    expect(await refusal()).toBeInstanceOf(LogCorruptError);
  });

  it('because it is another is refused', async () => {
    await tamper(world, (entry) => {
      if (entry.kind !== 'checkpoint') return undefined;
      const text = JSON.stringify(entry.state).replace('"logId":"log-1"', '"logId":"log-9"');
      return { ...entry, state: JSON.parse(text) as SnapshotEntry['state'] };
    });
    expect(await refusal()).toMatchObject({ code: 'LOG_CORRUPT' });
  });

  it('because its record at that place is one that the checkpoint cannot have seen is refused', async () => {
    await tamper(world, (entry) => {
      if (entry.kind !== 'checkpoint') return undefined;
      const { fold, ...state } = entry.state as { readonly fold: { readonly seq: number } };
      return { ...entry, state: { ...state, fold: { ...fold, seq: fold.seq - 1 } } };
    });
    expect(await refusal()).toMatchObject({ message: expect.stringContaining('has record') as string });
  });

  it('because commands that were decided are gone is refused', async () => {
    world.log.truncate('commands', 0, 0);
    expect(await refusal()).toMatchObject({ code: 'LOG_CORRUPT' });
  });

  it('because commands are gone that were not decided is refused; those that were may leave', async () => {
    const { end } = await world.log.bounds('commands', 0);
    await world.send(0, world.startRun(world.runId()));
    await world.log.deleteBefore('commands', 0, end);
    expect(await refusal()).toMatchObject({ memory: expect.anything() as unknown });
    await world.log.deleteBefore('commands', 0, end + 1);
    expect(await refusal()).toMatchObject({ code: 'LOG_CORRUPT' });
  });
});

describe('a run whose state is too large for one record (L32)', () => {
  const many = workflow(
    Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`a-task-with-a-long-name-${index}`, []])),
  );

  beforeEach(async () => {
    world = await MasterWorld.create(many);
    master = new TestMaster(world);
    master.workers.forget('w1-1');
    await master.start(0);
    await world.ask(0, world.startRun(world.runId()));
    await world.settle();
    await master.runner().snapshots?.write();
  });

  const parts = async () => (await world.all('snapshots')).filter(({ kind }) => kind === 'part');

  it('is kept in parts that fit, the slice last, and restored from them', async () => {
    const entries = await world.all('snapshots');
    const ofRun = entries.filter(({ kind, parts: split }) => kind === 'part' || split !== undefined);
    expect(ofRun.length).toBeGreaterThan(2);
    expect(ofRun.map(({ kind }) => kind).indexOf('slice')).toBe(ofRun.length - 1);
    for (const entry of entries) expect(JSON.stringify(entry).length).toBeLessThan(768 * 1024);
    await expectSame(master);
  });

  it('never overwrites the parts of the slice that counts', async () => {
    await world.settle();
    const [run] = [...(master.runner().memory?.runs.all() ?? [])];
    await world.ask(0, world.command('PauseRun', run?.run.id ?? ''));
    await world.settle();
    await master.runner().snapshots?.write();
    const sides = (await parts()).map(({ id }) => id.split('/')[1]);
    expect(new Set(sides)).toEqual(new Set(['0', '1']));
    await expectSame(master);
  });

  it('leaves no part behind when it has ended', async () => {
    const [run] = [...(master.runner().memory?.runs.all() ?? [])];
    await world.ask(0, world.command('StopRun', run?.run.id ?? ''));
    await world.settle();
    await master.runner().snapshots?.write();
    const { records } = await world.log.read('snapshots', 0, 0, 100);
    const newest = new Map(records.map(({ key, value }) => [key, value.kind]));
    expect([...newest.values()]).not.toContain('part');
    await expectSame(master);
  });

  it('is taken from an older set, or from the log, where a part is missing (L29)', async () => {
    await tamper(world, (entry) =>
      entry.kind === 'part' && entry.id.endsWith('/1') ? { ...entry, state: null } : undefined,
    );
    expect((await readSnapshots(0, master.context)).newest).toBeUndefined();
    await expectSame(master);
  });
});
