import { beforeEach, describe, expect, it } from 'vitest';
import { heartbeat, leastLoaded } from '../../testing/test-master.js';
import type { SlotClass } from './worker-directory.js';
import { WorkerDirectory } from './worker-directory.js';

const W2 = { worker: 'w2', incarnation: 'w2-1' };

let workers: WorkerDirectory;

beforeEach(() => {
  workers = new WorkerDirectory(() => 0);
});

const chosen = (slot: SlotClass = 'process'): string | undefined =>
  leastLoaded(workers).choose('default', slot)?.ref.worker;

describe('the worker that is chosen', () => {
  it('has most slots left, what other masters gave it counted as it was last heard', () => {
    workers.heard(heartbeat({ slots: 8, busy: 6 }));
    workers.heard(heartbeat({ ...W2, slots: 4, busy: 1 }));
    expect(chosen()).toBe('w2');
    workers.heard(heartbeat({ slots: 8, busy: 0 }));
    expect(chosen()).toBe('w1');
  });

  it('may be one that others have filled: it orders by priority what it cannot run yet', () => {
    workers.heard(heartbeat({ slots: 2, busy: 2 }));
    expect(chosen()).toBe('w1');
  });

  it('never has more attempts of this master than it has slots', () => {
    workers.heard(heartbeat({ slots: 2 }));
    workers.count('w1-1', 'process', 1);
    workers.count('w1-1', 'process', 1);
    expect(chosen()).toBeUndefined();
    workers.count('w1-1', 'process', -1);
    expect(chosen()).toBe('w1');
  });

  it('has what it was given before this master heard of it, as after a take-over', () => {
    workers.count('w1-1', 'process', 1);
    workers.count('w1-1', 'process', 1);
    workers.heard(heartbeat({ slots: 2 }));
    expect(chosen()).toBeUndefined();
  });

  it('has its slots taken still, when it was silent for a while', () => {
    workers.heard(heartbeat({ slots: 1 }));
    workers.count('w1-1', 'process', 1);
    workers.forget('w1-1');
    workers.heard(heartbeat({ slots: 1 }));
    expect(chosen()).toBeUndefined();
  });

  it('counts light attempts apart', () => {
    workers.heard(heartbeat({ slots: 1, lightSlots: 1, busy: 1, lightBusy: 1 }));
    workers.heard(heartbeat({ ...W2, slots: 1, lightSlots: 1, busy: 1, lightBusy: 0 }));
    expect(chosen()).toBe('w1');
    expect(chosen('light')).toBe('w2');
  });
});

const names = (group = 'default'): readonly string[] => workers.ofGroup(group).map(({ ref }) => ref.worker);

describe('the workers of a group', () => {
  it('are those that serve it, once each', () => {
    workers.heard(heartbeat({ groups: ['default', 'gpu', 'gpu'] }));
    workers.heard(heartbeat(W2));
    expect([names(), names('gpu'), names('none')]).toEqual([['w1', 'w2'], ['w1'], []]);
  });

  it('are no longer those that end, or were silent', () => {
    workers.heard(heartbeat({ groups: ['default', 'gpu'] }));
    workers.heard(heartbeat(W2));
    workers.heard(heartbeat({ groups: ['default', 'gpu'], state: 'draining' }));
    expect([names(), names('gpu')]).toEqual([['w2'], []]);
    workers.forget('w2-1');
    expect(names()).toEqual([]);
  });

  it('stay the same objects as they are heard again', () => {
    workers.heard(heartbeat());
    const [before] = workers.ofGroup('default');
    workers.heard(heartbeat({ busy: 3, overloaded: ['cpu'], load: { cpu: 1 } }));
    expect(workers.ofGroup('default')[0]).toBe(before);
    expect(before).toMatchObject({ busy: { process: 3 }, overloaded: true, machine: 15 });
  });

  it('count for new capacity when they are heard first, or again after a silence', () => {
    const grown = [workers.heard(heartbeat()), workers.heard(heartbeat())];
    workers.forget('w1-1');
    expect([...grown, workers.heard(heartbeat())]).toEqual([true, false, true]);
  });
});

describe('a stale heartbeat', () => {
  it('is refused: one that was repeated, or overtaken by a later one', () => {
    workers.heard(heartbeat({ beat: 7, busy: 1 }));
    for (const beat of [7, 6]) workers.heard(heartbeat({ beat, busy: 4 }));
    expect(workers.ofGroup('default')[0]?.busy.process).toBe(1);
  });

  it('does not bring back a worker that has said that it ends', () => {
    workers.heard(heartbeat({ beat: 7 }));
    workers.heard(heartbeat({ beat: 9, state: 'draining' }));
    expect(workers.heard(heartbeat({ beat: 8 }))).toBe(false);
    expect(names()).toEqual([]);
  });

  it('does not hold up a silent one that speaks again, nor another process of the same name', () => {
    workers.heard(heartbeat({ beat: 7 }));
    workers.forget('w1-1');
    workers.heard(heartbeat({ beat: 8 }));
    workers.heard(heartbeat({ incarnation: 'w1-2', beat: 1 }));
    expect(names()).toEqual(['w1', 'w1']);
  });
});
