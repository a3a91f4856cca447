import type { RunState } from '@millrace/dag';
import { stateAfter, workflow } from '@millrace/dag/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { heartbeat, leastLoaded } from '../../testing/test-master.js';
import { Dispatcher } from './dispatcher.js';
import { WorkerDirectory } from './worker-directory.js';

const DEFINITION = workflow({
  normal: { workerGroup: 'default' },
  other: { workerGroup: 'gpu' },
  light: { type: 'sleep' },
});

let workers: WorkerDirectory;
let dispatcher: Dispatcher;
let run: RunState;

beforeEach(() => {
  workers = new WorkerDirectory(() => 0);
  dispatcher = new Dispatcher(workers, new Set(['sleep']), leastLoaded(workers));
  run = stateAfter(DEFINITION, []);
});

function offer(task: string, partition = 0): void {
  dispatcher.offer(partition, run, run.graph.indexOf.get(task) ?? -1);
}

/** Names of the task runs that get a slot now, with the worker process. */
function assigned(): readonly string[] {
  const found: string[] = [];
  for (let next = dispatcher.next(); next; next = dispatcher.next()) {
    found.push(`${run.graph.tasks[next.offer.task]?.name} on ${next.worker.ref.incarnation}`);
  }
  return found;
}

describe('the dispatcher', () => {
  it('gives a slot of the group, and none when all are taken', () => {
    workers.heard(heartbeat({ slots: 1 }));
    offer('normal');
    offer('normal');
    expect(assigned()).toEqual(['normal on w1-1']);
    expect(dispatcher.waiting().get('default')).toEqual({ count: 1, reason: 'no-slot' });
  });

  it('tells why task runs wait, by group, whatever slots they need', () => {
    workers.heard(heartbeat({ slots: 0, lightSlots: 0 }));
    for (const task of ['normal', 'light', 'other']) offer(task);
    expect(assigned()).toEqual([]);
    expect(Object.fromEntries(dispatcher.waiting())).toEqual({
      default: { count: 2, reason: 'no-slot' },
      gpu: { count: 1, reason: 'no-worker' },
    });
  });

  it('tells of none that waits where all have a slot', () => {
    workers.heard(heartbeat());
    offer('normal');
    assigned();
    expect([...dispatcher.waiting()]).toEqual([]);
  });

  it('gives a slot again that was released', () => {
    workers.heard(heartbeat({ slots: 1 }));
    offer('normal');
    offer('normal');
    assigned();
    const node = run.graph.tasks[run.graph.indexOf.get('normal') ?? -1];
    if (node) dispatcher.release(node, 'w1-1');
    expect(assigned()).toEqual(['normal on w1-1']);
  });

  it('does not let a full group hold up another', () => {
    workers.heard(heartbeat({ slots: 0 }));
    workers.heard(heartbeat({ worker: 'w2', incarnation: 'w2-1', groups: ['gpu'] }));
    offer('normal');
    offer('other');
    expect(assigned()).toEqual(['other on w2-1']);
  });

  it('does not let full slots for processes hold up tasks that start none', () => {
    workers.heard(heartbeat({ slots: 0, lightSlots: 1 }));
    offer('normal');
    offer('light');
    expect(assigned()).toEqual(['light on w1-1']);
  });

  it('chooses the worker with the most free slots', () => {
    workers.heard(heartbeat({ slots: 1 }));
    workers.heard(heartbeat({ worker: 'w2', incarnation: 'w2-1', slots: 2 }));
    offer('normal');
    offer('normal');
    offer('normal');
    expect([...assigned()].sort()).toEqual(['normal on w1-1', 'normal on w2-1', 'normal on w2-1']);
  });

  it('gives nothing to a worker that drains or is lost', () => {
    workers.heard(heartbeat());
    workers.heard(heartbeat({ state: 'draining' }));
    workers.heard(heartbeat({ worker: 'w2', incarnation: 'w2-1' }));
    dispatcher.forgetWorker('w2-1');
    offer('normal');
    expect(assigned()).toEqual([]);
  });

  it('passes over an offer whose attempt is no longer the one that waits', () => {
    workers.heard(heartbeat());
    offer('normal');
    const task = run.tasks[run.graph.indexOf.get('normal') ?? -1];
    if (task) task.attempt += 1;
    expect(assigned()).toEqual([]);
  });

  it('forgets the offers of a partition that is given up, and no others', () => {
    workers.heard(heartbeat());
    offer('normal', 0);
    offer('normal', 1);
    dispatcher.drop(0, []);
    expect(dispatcher.next()?.offer.partition).toBe(1);
    expect(dispatcher.next()).toBeUndefined();
  });
});
