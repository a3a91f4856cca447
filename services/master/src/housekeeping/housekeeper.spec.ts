import { MemoryBlobStore } from '@millrace/blobs';
import { decodeSegment } from '@millrace/events';
import { readAll } from '@millrace/events/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MasterWorld } from '../../testing/master-world.js';
import { TestMaster } from '../../testing/test-master.js';
import { restorePartition } from '../snapshots/restore-partition.js';
import { Caretaker } from './caretaker.js';

const DAY = 24 * 3_600_000;
const HOUR = 3_600_000;

let world: MasterWorld;
let master: TestMaster;
let blobs: MemoryBlobStore;
let caretaker: Caretaker;
let readers: number[];

beforeEach(async () => {
  world = await MasterWorld.create();
  master = await new TestMaster(world).start(0);
  blobs = new MemoryBlobStore();
  readers = [Infinity];
  const { log, clock } = world;
  const deps = { log, blobs, clock, logger: master.logger, readers: () => readers };
  caretaker = new Caretaker(() => clock.monotonic(), deps);
});

/** Commands that leave records behind, old enough to go, and a checkpoint above them that has stood for an hour. */
async function past(): Promise<number> {
  for (let count = 0; count < 5; count += 1) await world.settle();
  const { end } = await world.log.bounds('workflow-events', 0);
  world.clock.pass(31 * DAY);
  await world.settle();
  await master.runner().snapshots?.write();
  world.clock.pass(2 * HOUR);
  return end;
}

const start = async (topic: 'workflow-events' | 'commands') => (await world.log.bounds(topic, 0)).start;

async function archived(): Promise<readonly string[]> {
  const keys = await blobs.list('archive');
  const segments = keys.map(async (key) => decodeSegment(key, (await blobs.get(key)) ?? new Uint8Array()));
  return (await Promise.all(segments)).flat().map(({ value }) => value);
}

describe('housekeeping (L52)', () => {
  it('archives the events that are old, and then deletes them', async () => {
    const before = (await readAll(world.log, 'workflow-events', 0)).length;
    const end = await past();
    const all = (await readAll(world.log, 'workflow-events', 0)).map(({ value }) => value);
    await caretaker.visit(master.runner());
    expect(await start('workflow-events')).toBe(end);
    expect(await archived()).toEqual(all.slice(0, end));
    expect(end).toBeGreaterThan(before);
  });

  it('deletes the inputs that are decided and a week old', async () => {
    await past();
    await caretaker.visit(master.runner());
    expect(await start('commands')).toBe(5);
  });

  it('leaves a log from which the next owner restores what the whole log gave', async () => {
    const run = world.runId();
    await world.ask(0, world.startRun(run));
    await world.event('TaskDispatched');
    await past();
    await caretaker.visit(master.runner());
    expect(await start('workflow-events')).toBeGreaterThan(0);
    await master.stop();
    const { memory } = await restorePartition(0, new TestMaster(world, 'm2').context);
    expect(memory.runs.get(run)?.tasks[0]?.state).toBe('dispatched');
  });

  it('deletes nothing before a checkpoint has stood for an hour', async () => {
    await past();
    const fresh = await new TestMaster(world, 'm2').start(0);
    await fresh.runner().snapshots?.write();
    world.clock.pass(HOUR - 1);
    await caretaker.visit(fresh.runner());
    expect(await start('workflow-events')).toBe(0);
    world.clock.pass(1);
    await caretaker.visit(fresh.runner());
    expect(await start('workflow-events')).toBeGreaterThan(0);
  });

  it('deletes nothing that a registered reader has not read, and nothing while there is none', async () => {
    await past();
    readers = [];
    await caretaker.visit(master.runner());
    expect(await start('workflow-events')).toBe(0);
    readers = [Infinity, 3];
    world.clock.pass(HOUR);
    await caretaker.visit(master.runner());
    expect(await start('workflow-events')).toBe(3);
  });

  it('deletes nothing that could not be archived, and tries again', async () => {
    const end = await past();
    const put = vi.spyOn(blobs, 'put').mockRejectedValue(new Error('The disk is full.'));
    await caretaker.visit(master.runner());
    expect(await start('workflow-events')).toBe(0);
    expect(master.logger.messages).toContain('the log could not be shortened; it is tried again later');
    put.mockRestore();
    world.clock.pass(HOUR);
    await caretaker.visit(master.runner());
    expect(await start('workflow-events')).toBe(end);
  });

  it('archives nothing twice, and goes on where the archive ends', async () => {
    const first = await past();
    await caretaker.visit(master.runner());
    const second = await past();
    await caretaker.visit(master.runner());
    expect([await start('workflow-events'), (await archived()).length]).toEqual([second, second]);
    expect(second).toBeGreaterThan(first);
  });

  it('lets nothing go where the archive has lost its beginning', async () => {
    await past();
    await caretaker.visit(master.runner());
    const before = await start('workflow-events');
    await blobs.delete('archive');
    await past();
    await caretaker.visit(master.runner());
    expect(await start('workflow-events')).toBe(before);
  });

  it('sweeps a partition once an hour', async () => {
    await past();
    const list = vi.spyOn(blobs, 'list');
    await caretaker.visit(master.runner());
    await caretaker.visit(master.runner());
    expect(list).toHaveBeenCalledTimes(1);
  });

  /** A second owner, whose own set stands for long enough. */
  async function successor(): Promise<TestMaster> {
    await past();
    await master.stop();
    const next = await new TestMaster(world, 'm2').start(0);
    await next.runner().snapshots?.write();
    world.clock.pass(2 * HOUR);
    return next;
  }

  async function sets(): Promise<ReadonlySet<string>> {
    const left = new Map<string | null, boolean>();
    for (const { key, value } of await readAll(world.log, 'snapshots', 0))
      left.set(key, value.kind !== 'tombstone');
    return new Set([...left].flatMap(([key, there]) => (there ? (key?.split('/')[1] ?? '') : [])));
  }

  it('gives up the set that it restored from, once its own stands (L31)', async () => {
    const next = await successor();
    expect(await sets()).toEqual(new Set(['1.0', '2.0']));
    await caretaker.visit(next.runner());
    expect(await sets()).toEqual(new Set(['2.0']));
  });

  it('gives it up once, and again where the log did not take that', async () => {
    const next = await successor();
    const append = vi.spyOn(world.log, 'append').mockRejectedValueOnce(new Error('No answer.'));
    await caretaker.visit(next.runner());
    expect(await sets()).toEqual(new Set(['1.0', '2.0']));
    world.clock.pass(2 * HOUR);
    await caretaker.visit(next.runner());
    expect(await sets()).toEqual(new Set(['2.0']));
    append.mockClear();
    world.clock.pass(2 * HOUR);
    await caretaker.visit(next.runner());
    expect(append.mock.calls.filter(([topic]) => topic === 'snapshots')).toEqual([]);
  });
});
