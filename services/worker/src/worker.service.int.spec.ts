import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CatalogueFeed } from '@millrace/events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testFolder } from '../testing/runner-bench.js';
import { dispatchOf, killOf } from '../testing/worker-bench.js';
import { LANE, WorkerWorld } from '../testing/worker-world.js';
import type { JournalEntry, ReportEntry } from './execution/journal.js';
import { Journal } from './execution/journal.js';

const HOUR = 3_600_000;
const endless = { settings: { duration: '1h' } };
const shell = (script: string, env: Record<string, string> = {}) => ({
  type: 'shell',
  settings: { script },
  env,
});

const isGone = (pid: number): Promise<void> =>
  vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000, interval: 5 });

describe('a worker that starts', () => {
  it('announces itself once, with its lane and what it can run', async () => {
    const world = await WorkerWorld.make();
    const incarnation = await world.worker({ slots: 3, lightSlots: 30, groups: ['default', 'big'] }).start();
    expect(world.heartbeats.all).toEqual([
      {
        worker: 'w1',
        incarnation,
        groups: ['default', 'big'],
        lane: LANE,
        slots: 3,
        lightSlots: 30,
        busy: 0,
        lightBusy: 0,
        state: 'ready',
        at: 1000,
        beat: 1,
        guard: 'process-group',
        startedAt: 1000,
      },
    ]);
  });

  it('runs what a master sends the moment it hears of the worker (L36)', async () => {
    const world = await WorkerWorld.make();
    world.log.follow('heartbeats', 0, 0, ([first]) => {
      if (first?.value.state === 'ready')
        void world.dispatch(dispatchOf('a', { incarnation: first.value.incarnation }));
    });
    await world.worker().start();
    await world.said.until((said) => said === 'a/1 Succeeded');
  });

  it('ends what a master kills the moment it hears of the worker (L36)', async () => {
    const world = await WorkerWorld.make();
    world.log.follow('heartbeats', 0, 0, ([first]) => {
      if (first?.value.state === 'ready')
        void world.control(killOf(dispatchOf('a', { incarnation: first.value.incarnation })));
    });
    await world.worker().start();
    await world.said.until((said) => said === 'a/1 Killed');
  });

  it('does not run what was sent to an earlier process of its name (L35)', async () => {
    const world = await WorkerWorld.make();
    const before = world.worker();
    const earlier = await before.start();
    await before.stop();
    await world.dispatch(dispatchOf('a', { incarnation: earlier }));
    const current = await world.worker().start();
    expect(current).not.toBe(earlier);
    await world.dispatch(
      dispatchOf('b', { incarnation: earlier, attempt: 5 }),
      dispatchOf('b', { incarnation: current, attempt: 6 }),
    );
    await world.said.until((said) => said === 'b/6 Succeeded');
    expect(world.said.all).toEqual(['b/6 Running', 'b/6 Succeeded']);
    expect(world.reports.at(-1)?.data).toMatchObject({ incarnation: current });
  });

  it('has read the definitions that were published before', async () => {
    const world = await WorkerWorld.make();
    const feed = new CatalogueFeed(world.log);
    await world.worker({}, feed).start();
    expect(feed.catalogue.definition('hash')).toBeDefined();
  });
});

describe('a worker that starts after another process of its name', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  function leftRunning(env: Record<string, string> = {}) {
    const child = spawn('sleep', ['1000'], {
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, ...env },
    });
    children.push(child);
    return { pid: child.pid ?? 0, exit: once(child, 'exit') };
  }
  const report: ReportEntry = {
    entry: 'report',
    key: 'run-1/b/1',
    partition: 2,
    report: {
      run: 'run-1',
      worker: 'w1',
      reports: [{ type: 'ReportAttemptSucceeded', data: { task: 'b', attempt: 1, incarnation: 'i1' } }],
    },
  };
  const spawned = (pid: number, startTime = ''): JournalEntry => ({
    entry: 'spawn',
    key: 'run-1/a/1',
    pid,
    startTime,
  });

  it('kills what is left running, then sends what is left to report, then announces itself (L57)', async () => {
    const world = await WorkerWorld.make({ acknowledges: false });
    const named = leftRunning();
    const unnamed = leftRunning({ MILLRACE_OUTPUT: join(world.workFolder, '1', '.millrace-output') });
    world.leaveBehind(spawned(named.pid), report);
    writeFileSync(join(world.folder, 'incarnations'), 'i0\ni1\n');
    const started = world.worker().start();
    expect((await named.exit)[1]).toBe('SIGKILL');
    expect((await unnamed.exit)[1]).toBe('SIGKILL');
    await world.said.until((said) => said === 'b/1 Succeeded');
    // Its master has not handled the report yet: the worker is not there for anybody, and forgets nothing.
    expect(world.heartbeats.all).toEqual([]);
    expect(new Journal(world.folder).leftovers().reports).toEqual([report]);
    world.acknowledge();
    const incarnation = await started;
    expect(world.heartbeats.all).toMatchObject([{ state: 'ready', incarnation, ended: ['i0', 'i1'] }]);
    expect((await world.log.bounds('task-status', 2)).end).toBe(1);
    expect(new Journal(world.folder).leftovers()).toEqual({ spawned: [], reports: [] });
  });

  it('leaves alone what belongs to others', async () => {
    const world = await WorkerWorld.make();
    const other = leftRunning({ MILLRACE_OUTPUT: `${world.workFolder}-other/1/.millrace-output` });
    world.leaveBehind(spawned(other.pid, 'another time'));
    await world.worker().start();
    process.kill(other.pid, 'SIGTERM');
    expect((await other.exit)[1]).toBe('SIGTERM');
  });

  it('clears the work folders away, those of failed attempts too', async () => {
    const world = await WorkerWorld.make();
    mkdirSync(join(world.workFolder, '1', 'deep'), { recursive: true });
    writeFileSync(join(world.workFolder, '1', 'deep', 'file'), '');
    await world.worker({ keepFailed: true }).start();
    expect(existsSync(join(world.workFolder, '1'))).toBe(false);
  });

  it('announces an incarnation as ended until that was said, and then never again', async () => {
    const world = await WorkerWorld.make();
    const announced = () =>
      world.heartbeats.all.filter(({ state }) => state === 'ready').map(({ ended }) => ended);
    const worker = world.worker();
    const first = await worker.start();
    await worker.stop();
    const feed = new CatalogueFeed(world.log);
    vi.spyOn(feed, 'start').mockRejectedValueOnce(new Error('no log'));
    await expect(world.worker({}, feed).start()).rejects.toThrow('no log');
    const again = world.worker();
    const third = await again.start();
    await again.stop();
    expect(announced()).toEqual([undefined, [first, expect.any(String)]]);
    await world.worker().start();
    expect(announced()[2]).toEqual([third]);
  });
});

describe('a worker that runs', () => {
  it('runs a script and reports its end', async () => {
    const world = await WorkerWorld.make({ tasks: { a: shell('echo hello; exit 4') } });
    const incarnation = await world.worker().start();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.said.until((said) => said === 'a/1 Failed');
    expect(world.lines.all).toEqual(['hello']);
    expect(world.reports.at(-1)?.data).toMatchObject({ incarnation, exitCode: 4, logTail: 'hello' });
  });

  it('ends what a master kills, with its processes', async () => {
    const world = await WorkerWorld.make({ tasks: { a: shell('echo $$; sleep 1000; true') } });
    const incarnation = await world.worker().start();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.lines.until(Boolean);
    const pid = Number(world.lines.all[0]);
    expect(process.kill(pid, 0)).toBe(true);
    await world.control(killOf(dispatchOf('a', { incarnation })));
    await world.said.until((said) => said === 'a/1 Killed');
    await isGone(pid);
  });

  it('keeps the folder of a failed attempt when it is asked to', async () => {
    const world = await WorkerWorld.make({ tasks: { a: shell('echo kept > file; exit 1') } });
    const incarnation = await world.worker({ keepFailed: true }).start();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.said.until((said) => said === 'a/1 Failed');
    const kept = readdirSync(world.workFolder).map((name) => join(world.workFolder, name, 'file'));
    expect(kept.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'))).toEqual([
      'kept\n',
    ]);
  });
});

describe('a worker that is told to stop', () => {
  afterEach(() => void vi.useRealTimers());

  it('says that it drains, gives back what waits, lets what runs end, and is gone last', async () => {
    const go = join(testFolder(), 'go');
    const waits = shell('echo ready; while ! [ -e "$GO" ]; do sleep 0.02; done', { GO: go });
    const world = await WorkerWorld.make({ tasks: { a: waits, b: shell('true') } });
    const worker = world.worker({ slots: 1, drainGraceMs: HOUR });
    const incarnation = await worker.start();
    await world.dispatch(dispatchOf('a', { incarnation }), dispatchOf('b', { incarnation, offset: 11 }));
    await world.lines.until((line) => line === 'ready');
    const states = () => world.heartbeats.all.map(({ state, busy }) => `${state} ${busy}`);
    const stopped = worker.stop();
    await world.said.until((said) => said === 'b/1 Lost');
    expect(states()).toEqual(['ready 0', 'draining 1']);
    expect(world.said.all).not.toContain('a/1 Succeeded');
    writeFileSync(go, '');
    await stopped;
    expect(world.said.all.at(-1)).toBe('a/1 Succeeded');
    expect(states()).toEqual(['ready 0', 'draining 1', 'gone 0']);
  });

  it('ends what still runs when the grace is over, and leaves nothing running', async () => {
    const world = await WorkerWorld.make({ tasks: { a: shell('echo $$; sleep 1000; true'), b: endless } });
    const worker = world.worker({ drainGraceMs: 0 });
    const incarnation = await worker.start();
    await world.dispatch(dispatchOf('a', { incarnation }), dispatchOf('b', { incarnation, offset: 11 }));
    await world.lines.until(Boolean);
    await worker.stop();
    expect(world.said.all).toEqual(expect.arrayContaining(['a/1 Lost', 'b/1 Lost']));
    expect(world.reports.at(-1)?.data).toMatchObject({ reason: 'drained', proven: true });
    await isGone(Number(world.lines.all[0]));
    expect(
      readdirSync(world.workFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory()),
    ).toEqual([]);
  });

  it('has stopped, and is gone, only when its last report is handled', async () => {
    const world = await WorkerWorld.make({ tasks: { a: endless } });
    const worker = world.worker();
    const incarnation = await worker.start();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.said.until((said) => said === 'a/1 Running');
    world.acknowledges = false;
    const stopped = worker.stop();
    await world.said.until((said) => said === 'a/1 Lost');
    expect(world.heartbeats.all.map(({ state }) => state)).toEqual(['ready', 'draining']);
    world.acknowledge();
    await stopped;
    expect(world.heartbeats.all.map(({ state }) => state)).toEqual(['ready', 'draining', 'gone']);
  });

  it('gives back what comes while it drains', async () => {
    const world = await WorkerWorld.make({ tasks: { a: endless } });
    const worker = world.worker({ drainGraceMs: HOUR });
    const incarnation = await worker.start();
    await world.dispatch(dispatchOf('a', { incarnation }));
    const stopped = worker.stop();
    await world.said.until((said) => said === 'a/1 Running');
    await world.dispatch(dispatchOf('b', { incarnation, offset: 11 }));
    await world.said.until((said) => said === 'b/1 Lost');
    worker.hurry();
    await stopped;
    expect(world.said.all).not.toContain('b/1 Running');
  });

  it('hears nothing any more once it has stopped', async () => {
    const world = await WorkerWorld.make();
    const worker = world.worker();
    const incarnation = await worker.start();
    await worker.stop();
    const before = world.heartbeats.all.length;
    vi.useFakeTimers({ toFake: ['setImmediate', 'clearImmediate', 'setInterval', 'setTimeout'] });
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.control(killOf(dispatchOf('b', { incarnation })));
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(world.said.all).toEqual([]);
    expect(world.heartbeats.all).toHaveLength(before);
  });

  it('leaves a journal in which nothing is open, whoever tells it, and may be told again', async () => {
    const world = await WorkerWorld.make({ tasks: { a: shell('echo ready; sleep 1000; true') } });
    const worker = world.worker();
    const incarnation = await worker.start();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.lines.until((line) => line === 'ready');
    expect(new Journal(world.folder).leftovers().spawned).toHaveLength(1);
    await worker.onApplicationShutdown();
    expect(world.heartbeats.all.at(-1)?.state).toBe('gone');
    await worker.stop();
    expect(new Journal(world.folder).leftovers()).toEqual({ spawned: [], reports: [] });
    expect(world.heartbeats.all.map(({ state }) => state)).toEqual(['ready', 'draining', 'gone']);
  });
});

describe('a worker that is told to hurry', () => {
  it('ends at once what it would have let end while it drains', async () => {
    const world = await WorkerWorld.make({ tasks: { a: endless } });
    const worker = world.worker({ drainGraceMs: HOUR });
    const incarnation = await worker.start();
    await world.dispatch(dispatchOf('a', { incarnation }));
    const stopped = worker.stop();
    await world.said.until((said) => said === 'a/1 Running');
    worker.hurry();
    await stopped;
    expect(world.said.all).toEqual(['a/1 Running', 'a/1 Lost']);
  });

  it('does nothing before its start and after its end', async () => {
    const world = await WorkerWorld.make();
    const worker = world.worker();
    worker.hurry();
    await worker.start();
    await worker.stop();
    worker.hurry();
    expect(world.heartbeats.all.map(({ state }) => state)).toEqual(['ready', 'draining', 'gone']);
  });
});
