import type { JsonValue } from '@millrace/dag';
import { stateHash } from '@millrace/dag';
import { running, succeeded, workflow } from '@millrace/dag/testing';
import { LogCorruptError, UnknownOutcomeError } from '@millrace/events';
import type { SnapshotEntry } from '@millrace/events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster } from '../../testing/test-master.js';
import { PartitionMemory } from '../partitions/partition-memory.js';
import { restorePartition } from './restore-partition.js';
import { readSnapshots } from './snapshot-reader.js';

let world: MasterWorld;
let master: TestMaster;

beforeEach(async () => {
  world = await MasterWorld.create();
  master = await new TestMaster(world).start(0);
});

/** A run that waits for its worker. */
async function begin(nth: number): Promise<string> {
  const run = world.runId();
  await world.ask(0, world.startRun(run));
  await world.event('TaskDispatched', 0, nth);
  return run;
}

/** Takes the run to its end; `nth` counts the ends. */
async function finish(run: string, nth: number): Promise<void> {
  world.report(run, 0, running('a'), succeeded('a'));
  world.report(run, 0, succeeded('b'));
  await world.settle();
  world.report(run, 0, succeeded('b'));
  await world.event('RunSucceeded', 0, nth);
  await world.settle();
}

async function folded(): Promise<PartitionMemory> {
  const memory = new PartitionMemory(0, master.context);
  await memory.catchUp();
  return memory;
}

function hashes(memory: PartitionMemory): Readonly<Record<string, string>> {
  return Object.fromEntries([...memory.runs.all()].map(({ run }) => [run.id, stateHash(run)]));
}

async function expectSame(): Promise<PartitionMemory> {
  const [{ memory }, cold] = [await restorePartition(0, master.context), await folded()];
  expect(hashes(memory)).toEqual(hashes(cold));
  expect(memory.fold.state).toEqual(cold.fold.state);
  expect(memory.state.positions).toEqual(cold.state.positions);
  expect([memory.state.lastNow, memory.state.doneTo]).toEqual([cold.state.lastNow, cold.state.doneTo]);
  return memory;
}

async function tamper(change: (entry: SnapshotEntry) => SnapshotEntry | undefined): Promise<void> {
  const { end } = await world.log.bounds('snapshots', 0);
  const { records } = await world.log.read('snapshots', 0, 0, end);
  for (const { key, value } of records) {
    const changed = change(value);
    if (changed) await world.log.append('snapshots', [{ partition: 0, key, value: changed }]);
  }
}

async function newestSet(): Promise<string | undefined> {
  return (await readSnapshots(0, master.context)).newest?.set;
}

describe('a set of snapshots', () => {
  it('and the tail give what the whole log gives (L26, L30)', async () => {
    const one = await begin(1);
    await begin(2);
    await master.stop();
    master = await new TestMaster(world, 'm2').start(0);
    await begin(3);
    await finish(one, 1);
    expect(await newestSet()).toBe('1.0');
    const memory = await expectSame();
    expect(memory.runs.size).toBe(2);
  });

  it('is written by every owner under a name of its own; the one before the last goes when it stands (L25, L27)', async () => {
    await begin(1);
    await master.stop();
    for (const owner of ['m2', 'm3']) {
      master = await new TestMaster(world, owner).start(0);
      await begin(owner === 'm2' ? 2 : 3);
      await master.stop();
    }
    const { newest, superseded } = await readSnapshots(0, master.context);
    expect(newest?.set).toBe('3.0');
    expect(new Set(superseded.map((key) => key.split('/')[1]))).toEqual(new Set(['2.0']));
    const kinds = (await world.all('snapshots')).map(({ kind, set }) => `${kind} ${set}`);
    const checkpoint = kinds.indexOf('checkpoint 3.0');
    expect(kinds.lastIndexOf('slice 3.0')).toBeLessThan(checkpoint);
    expect(kinds.findIndex((kind) => kind.startsWith('tombstone'))).toBeGreaterThan(checkpoint);
    await expectSame();
  });

  it('brings the repeated commands with it (L50)', async () => {
    const text = world.startRun(world.runId());
    const first = await world.ask(0, text);
    await world.settle();
    await master.stop();
    master = await new TestMaster(world, 'm2').start(0);
    expect(await world.ask(0, text)).toEqual({ ...first, duplicate: true });
  });

  it('that lacks a slice is passed over, and the log is folded from its start (L29)', async () => {
    await begin(1);
    await begin(2);
    await master.stop();
    let dropped = 0;
    await tamper((entry) => {
      if (entry.kind !== 'slice' || entry.id.length !== 36 || dropped > 0) return undefined;
      dropped += 1;
      return { ...entry, kind: 'tombstone' };
    });
    expect(dropped).toBe(1);
    expect(await newestSet()).toBeUndefined();
    await expectSame();
  });

  it('in which a slice is not what its owner wrote is passed over, loudly (L26)', async () => {
    await begin(1);
    await master.stop();
    const change = (text: string): JsonValue =>
      JSON.parse(text.replace('"state":"dispatched"', '"state":"waiting"')) as JsonValue;
    await tamper((entry) =>
      entry.kind === 'slice' && entry.id.length === 36
        ? { ...entry, state: change(JSON.stringify(entry.state)) }
        : undefined,
    );
    expect(await newestSet()).toBeUndefined();
    expect(master.logger.messages).toContain('a snapshot is damaged: an older one is taken');
    await expectSame();
  });

  it('of an older owner is used while the newest is not complete (L29)', async () => {
    await begin(1);
    await master.stop();
    const older = await world.log.read('snapshots', 0, 0, 100);
    master = await new TestMaster(world, 'm2').start(0);
    await begin(2);
    await master.stop();
    for (const { key, value } of older.records) {
      await world.log.append('snapshots', [{ partition: 0, key, value }]);
    }
    await tamper((entry) =>
      entry.kind === 'checkpoint' && entry.set === '2.0' ? { ...entry, kind: 'tombstone' } : undefined,
    );
    expect(await newestSet()).toBe('1.0');
    await expectSame();
  });

  it('is not written while a run stands still for want of its definition; with that the run goes on (L3)', async () => {
    const run = await begin(1);
    await master.stop();
    const graph = vi.spyOn(world.catalogue, 'graph').mockReturnValue(undefined);
    master = await new TestMaster(world, 'm2').start(0);
    expect(master.logger.messages.join()).toContain('a run stands still');
    expect(await world.ask(0, world.command('StopRun', run))).toMatchObject({ code: 'DEFINITION_MISSING' });
    await master.stop();
    graph.mockRestore();
    expect(await newestSet()).toBe('1.0');
    master = await new TestMaster(world, 'm3').start(0);
    await finish(run, 1);
  });

  it('is written of verified records alone (L24)', async () => {
    await begin(1);
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
    await vi.waitFor(async () => expect(await newestSet()).toBe('1.0'));
    const { checkpoint } = (await readSnapshots(0, master.context)).newest ?? {};
    expect(before).toEqual([]);
    expect(checkpoint?.live).toBe(2);
    expect(checkpoint?.fold.next).toBeLessThanOrEqual((await world.log.bounds('workflow-events', 0)).end);
  });

  it('is begun anew under another name after a write that nobody confirmed (L28)', async () => {
    await begin(1);
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
    expect(await newestSet()).toBe('1.1');
    await expectSame();
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
    held.mockRestore();
    const { checkpoint } = (await readSnapshots(0, master.context)).newest ?? {};
    expect(checkpoint?.open).toHaveLength(1);
    await new TestMaster(world, 'm2').start(0);
    const { id } = JSON.parse(text) as { readonly id: string };
    expect(await world.reply(id)).toMatchObject({ accepted: true, duplicate: false });
  });

  it('is written of a partition that has fallen silent, some time after its last record (L33)', async () => {
    await begin(1);
    master.runner().snapshots?.writeWhenDue();
    expect(await newestSet()).toBeUndefined();
    world.clock.pass(10 * 60_000);
    master.runner().snapshots?.writeWhenDue();
    await vi.waitFor(async () => expect(await newestSet()).toBe('1.0'));
    world.clock.pass(60 * 60_000);
    // Nothing is new: only the record of the next command makes a second one due.
    master.runner().snapshots?.writeWhenDue();
    await world.settle();
    const checkpoints = async () =>
      (await world.all('snapshots')).filter(({ kind }) => kind === 'checkpoint');
    await vi.waitFor(async () => expect(await checkpoints()).toHaveLength(2));
    await world.settle();
    expect(await checkpoints()).toHaveLength(2);
  });

  it('is written for owners that never live long enough by one of those after them (L33)', async () => {
    await begin(1);
    for (const owner of ['m2', 'm3']) {
      world.clock.pass(6 * 60_000);
      expect(await newestSet()).toBeUndefined();
      // The one before is not stopped: it would write what it knows.
      master = await new TestMaster(world, owner).start(0);
    }
    master.runner().snapshots?.writeWhenDue();
    await vi.waitFor(async () => expect(await newestSet()).toBe('3.0'));
    await expectSame();
  });

  it('is enough where all that it knows of has left the log (L52)', async () => {
    const run = await begin(1);
    await master.stop();
    const { checkpoint } = (await readSnapshots(0, master.context)).newest ?? {};
    await world.log.deleteBefore('workflow-events', 0, checkpoint?.fold.next ?? 0);
    const { memory } = await restorePartition(0, master.context);
    expect([...memory.runs.all()].map((stored) => stored.run.id)).toEqual([run]);
  });

  it('does not bring a run back that ended after its slice (L27, L30)', async () => {
    const run = await begin(1);
    const other = await begin(2);
    master.world.clock.pass(10 * 60_000);
    await finish(run, 1);
    await master.stop();
    const restored = await expectSame();
    expect([...restored.runs.all()].map((stored) => stored.run.id)).toEqual([other]);
    const kinds = (await world.all('snapshots')).map(({ kind }) => kind);
    expect(kinds.indexOf('finished')).toBeGreaterThan(-1);
  });
});

describe('a log that is not the one its checkpoint knows (L10)', () => {
  beforeEach(async () => {
    await begin(1);
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
    await tamper((entry) => {
      if (entry.kind !== 'checkpoint') return undefined;
      const text = JSON.stringify(entry.state).replace('"logId":"log-1"', '"logId":"log-9"');
      return { ...entry, state: JSON.parse(text) as SnapshotEntry['state'] };
    });
    expect(await refusal()).toMatchObject({ code: 'LOG_CORRUPT' });
  });

  it('because commands that were decided are gone is refused', async () => {
    world.log.truncate('commands', 0, 0);
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
    await expectSame();
  });

  it('never overwrites the parts of the slice that counts', async () => {
    await world.settle();
    const [run] = [...(master.runner().memory?.runs.all() ?? [])];
    await world.ask(0, world.command('PauseRun', run?.run.id ?? ''));
    await world.settle();
    await master.runner().snapshots?.write();
    const sides = (await parts()).map(({ id }) => id.split('/')[1]);
    expect(new Set(sides)).toEqual(new Set(['0', '1']));
    await expectSame();
  });

  it('is taken from an older set, or from the log, where a part is missing (L29)', async () => {
    await tamper((entry) =>
      entry.kind === 'part' && entry.id.endsWith('/1') ? { ...entry, state: null } : undefined,
    );
    expect((await readSnapshots(0, master.context)).newest).toBeUndefined();
    await expectSame();
  });
});
