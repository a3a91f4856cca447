import { describe, expect, it } from 'vitest';
import { dispatchOf, workerBench } from '../../testing/worker-bench.js';

const shell = { type: 'shell', settings: { script: 'true' } };
const TASKS = {
  a: shell,
  b: shell,
  c: shell,
  d: shell,
  light: {},
  once: { ...shell, delivery: 'at-most-once' },
} as const;

describe('what a worker runs', () => {
  it('is what is addressed to its incarnation, and nothing else', async () => {
    const { take, runner, said } = workerBench(TASKS);
    take(dispatchOf('a', { incarnation: 'an-earlier-process' }), dispatchOf('b'));
    expect(runner.started).toEqual(['b']);
    expect(await said()).toEqual(['b/1 Running']);
  });

  it('runs once: a repeated dispatch repeats the last report', async () => {
    const { take, runner, said } = workerBench(TASKS);
    take(dispatchOf('a'));
    await said();
    take(dispatchOf('a'));
    expect(await said()).toEqual(['a/1 Running', 'a/1 Running']);
    runner.end('a');
    await said();
    take(dispatchOf('a'));
    expect(await said()).toEqual(['a/1 Running', 'a/1 Running', 'a/1 Succeeded', 'a/1 Succeeded']);
    expect(runner.started).toEqual(['a']);
  });

  it('is repeated with `accepted` while it waits', async () => {
    const { take, said } = workerBench(TASKS, 0);
    take(dispatchOf('a'));
    await said();
    take(dispatchOf('a'));
    expect(await said()).toEqual(['a/1 Accepted', 'a/1 Accepted']);
  });

  it('is nothing that came while the process stood still for longer than its lease (L41)', async () => {
    const { take, runner, said, intake, lease } = workerBench(TASKS);
    lease.look = () => intake.startNothing('lease-lost');
    take(dispatchOf('a'));
    expect(runner.started).toEqual([]);
    expect(await said()).toEqual(['a/1 Lost']);
  });

  it('is nothing that waited for a slot when the lease is in doubt (L41)', async () => {
    const { take, runner, said, intake, lease } = workerBench(TASKS, 1);
    take(dispatchOf('a'), dispatchOf('b', { offset: 11 }));
    lease.look = () => intake.hold('lease', true);
    runner.end('a');
    await said();
    expect(runner.started).toEqual(['a']);
  });

  it('is a further attempt of the same task', () => {
    const { take, runner } = workerBench(TASKS);
    take(dispatchOf('a'), dispatchOf('a', { attempt: 2, offset: 11 }));
    expect(runner.started).toEqual(['a', 'a']);
  });

  it('is refused below the floor, and a lower floor does not lower it', async () => {
    const { take, runner, said } = workerBench(TASKS);
    take(dispatchOf('a', { offset: 20, floor: 20 }), dispatchOf('b', { offset: 19, floor: 0 }));
    take(dispatchOf('c', { offset: 19, partition: 2 }));
    expect(runner.started).toEqual(['a', 'c']);
    expect(await said()).not.toContain('b/1 Running');
  });

  it('does not run again when its memory has been given back', async () => {
    const { take, runner, said } = workerBench(TASKS);
    take(dispatchOf('a', { offset: 10 }));
    runner.end('a');
    await said();
    take(dispatchOf('b', { offset: 20, floor: 20 }), dispatchOf('a', { offset: 10 }));
    expect(runner.started).toEqual(['a', 'b']);
  });

  it('fails so that it can be retried when the definition is not here', async () => {
    const { take, runner, said } = workerBench(TASKS);
    take(dispatchOf('a', { definition: 'unknown' }));
    expect(await said()).toEqual(['a/1 Failed']);
    expect(runner.started).toEqual([]);
  });

  it('fails for good when its expressions do not compile, and what came with it runs', async () => {
    const { take, runner, said } = workerBench({ a: { env: { X: '${{ 1 + }}' } }, b: {} });
    take(dispatchOf('a'), dispatchOf('b'));
    expect(await said()).toContain('a/1 Failed');
    expect(runner.started).toEqual(['b']);
  });

  it('stands in the journal before it starts, unless nothing would be lost', async () => {
    const { take, journal, runner, said } = workerBench(TASKS);
    take(dispatchOf('a'), dispatchOf('light', { offset: 11 }));
    expect(journal).toEqual([{ entry: 'taken', key: 'run-1/a/1', incarnation: 'this-process' }]);
    runner.end('light');
    runner.end('a');
    await said();
    expect(journal.map(({ entry, key }) => `${entry} ${key}`)).toEqual([
      'taken run-1/a/1',
      'report run-1/a/1',
      'done run-1/a/1',
    ]);
  });
});

describe('the slots of a worker', () => {
  it('are never exceeded, and light attempts have their own', async () => {
    const { take, runner, said, intake } = workerBench(TASKS, 2, 1);
    take(
      ...['a', 'b', 'c', 'd'].map((task) => dispatchOf(task)),
      dispatchOf('light'),
      dispatchOf('light', { attempt: 2 }),
    );
    expect(runner.started.toSorted()).toEqual(['a', 'b', 'light']);
    expect(intake.busy).toBe(3);
    for (const task of ['a', 'b', 'c', 'd']) {
      runner.end(task);
      await said();
    }
    expect(runner.started.toSorted()).toEqual(['a', 'b', 'c', 'd', 'light']);
    expect(runner.most).toBe(3);
    expect(intake.busy).toBe(1);
  });

  it('go to the highest priority of run, then of task, then to who came first', async () => {
    const { take, runner, said } = workerBench(TASKS, 1);
    take(
      dispatchOf('a', { priority: [2, 2] }),
      dispatchOf('b', { priority: [2, 2] }),
      dispatchOf('c', { priority: [2, 1] }),
      dispatchOf('d', { priority: [1, 4] }),
    );
    for (const task of ['d', 'c', 'a', 'b']) {
      runner.end(task);
      await said();
    }
    expect(runner.started).toEqual(['d', 'c', 'a', 'b']);
  });
});

describe('a kill', () => {
  it('of an attempt that was never seen is reported, and a late dispatch does not start it', async () => {
    const { take, kill, runner, said } = workerBench(TASKS);
    kill(dispatchOf('a'));
    expect(await said()).toEqual(['a/1 Killed']);
    take(dispatchOf('a'));
    expect(await said()).toEqual(['a/1 Killed', 'a/1 Killed']);
    expect(runner.started).toEqual([]);
  });

  it('of a waiting attempt keeps it from starting', async () => {
    const { take, kill, runner, said, intake } = workerBench(TASKS, 1);
    take(dispatchOf('a'), dispatchOf('b'), dispatchOf('c'));
    kill(dispatchOf('b'));
    runner.end('a');
    expect(await said()).toContain('b/1 Killed');
    expect(runner.started).toEqual(['a', 'c']);
    expect(intake.busy).toBe(1);
  });

  it('of very many waiting attempts leaves the slots as they were', async () => {
    const { take, kill, runner, said } = workerBench(TASKS, 1);
    const many = Array.from({ length: 5_000 }, (_, index) => dispatchOf('b', { attempt: index + 1 }));
    take(dispatchOf('a'), ...many, dispatchOf('c'));
    for (const dispatch of many) kill(dispatch);
    runner.end('a');
    await said();
    expect(runner.started).toEqual(['a', 'c']);
  });

  it('of a running attempt ends it', async () => {
    const { take, kill, runner, said } = workerBench(TASKS);
    take(dispatchOf('a'));
    kill(dispatchOf('a'));
    expect((await said()).at(-1)).toBe('a/1 Killed');
    expect(runner.running).toBe(0);
  });

  it('of an ended attempt repeats how it ended', async () => {
    const { take, kill, runner, said } = workerBench(TASKS);
    take(dispatchOf('a'));
    runner.end('a');
    await said();
    kill(dispatchOf('a'));
    expect((await said()).slice(-2)).toEqual(['a/1 Succeeded', 'a/1 Succeeded']);
  });

  it('for another incarnation is not for this one', async () => {
    const { take, kill, runner, said } = workerBench(TASKS);
    take(dispatchOf('a'));
    kill(dispatchOf('a', { incarnation: 'an-earlier-process' }));
    await said();
    expect(runner.running).toBe(1);
  });
});

describe('a worker that drains', () => {
  it('gives back what waits, and lets what runs end', async () => {
    const { take, runner, said, intake } = workerBench(TASKS, 1);
    take(dispatchOf('a'), dispatchOf('b'));
    const drained = intake.drain(60_000);
    expect(await said()).toContain('b/1 Lost');
    runner.end('a');
    await drained;
    expect((await said()).at(-1)).toBe('a/1 Succeeded');
    expect(runner.started).toEqual(['a']);
  });

  it('ends what still runs when the grace is over', async () => {
    const { take, said, intake } = workerBench(TASKS, 1);
    take(dispatchOf('a'));
    await intake.drain(0);
    expect((await said()).at(-1)).toBe('a/1 Lost');
    expect(intake.busy).toBe(0);
  });

  it('gives back what comes then', async () => {
    const { take, runner, said, intake } = workerBench(TASKS, 1);
    await intake.drain(60_000);
    take(dispatchOf('a'));
    expect((await said()).at(-1)).toBe('a/1 Lost');
    expect(runner.started).toEqual([]);
  });

  it('says nothing more of what was killed while it waited', async () => {
    const { take, kill, runner, said, intake } = workerBench(TASKS, 1);
    take(dispatchOf('a'), dispatchOf('b'));
    kill(dispatchOf('b'));
    const drained = intake.drain(60_000);
    runner.end('a');
    await drained;
    expect(await said()).not.toContain('b/1 Lost');
  });
});

describe('a worker that is held', () => {
  it('by a lack of memory begins what has no process, and the rest when that is over', () => {
    const { intake, take, runner } = workerBench(TASKS);
    intake.hold('memory', true);
    take(dispatchOf('a'), dispatchOf('light'));
    expect(runner.started).toEqual(['light']);
    intake.hold('memory', false);
    expect(runner.started).toEqual(['light', 'a']);
  });

  it('by a full cpu begins what has a process one at a time', async () => {
    const { intake, take, runner, said } = workerBench(TASKS);
    intake.hold('cpu', true);
    take(dispatchOf('a'), dispatchOf('b'), dispatchOf('light'));
    expect(runner.started).toEqual(['light', 'a']);
    runner.end('a');
    await said();
    expect(runner.started).toEqual(['light', 'a', 'b']);
  });

  it('for two reasons begins nothing until both are gone', () => {
    const { intake, take, runner } = workerBench(TASKS);
    intake.hold('diskFree', true);
    intake.hold('lease', true);
    take(dispatchOf('a'), dispatchOf('light'));
    expect(runner.started).toEqual([]);
    intake.hold('diskFree', false);
    expect(runner.started).toEqual([]);
    intake.hold('lease', false);
    expect(runner.started).toEqual(['light', 'a']);
  });
});
