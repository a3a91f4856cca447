import { beforeEach, describe, expect, it } from 'vitest';
import { heartbeat } from '../../testing/test-master.js';
import { WorkerDirectory } from './worker-directory.js';

const W2 = { worker: 'w2', incarnation: 'w2-1' };

let workers: WorkerDirectory;

beforeEach(() => {
  workers = new WorkerDirectory();
});

const chosen = (): string | undefined => workers.choose('default', 'process')?.ref.worker;

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
    expect(workers.choose('default', 'light')?.ref.worker).toBe('w2');
  });
});
