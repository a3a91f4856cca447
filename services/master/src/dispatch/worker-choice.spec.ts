import type { WorkerHeartbeat } from '@millrace/events';
import { beforeEach, describe, expect, it } from 'vitest';
import { heartbeat } from '../../testing/test-master.js';
import type { GroupChoice } from './worker-choice.js';
import { WorkerChoice } from './worker-choice.js';
import { WorkerDirectory } from './worker-directory.js';

const GIB = 1024 ** 3;
const IDLE = { cpu: 0, memoryUsed: 0, memoryTotal: 8 * GIB, diskFree: 50 * GIB, diskTotal: 100 * GIB };
const FULL = { ...IDLE, cpu: 0.9, memoryUsed: 7 * GIB };

let now: number;
let workers: WorkerDirectory;

beforeEach(() => {
  now = 100_000;
  workers = new WorkerDirectory(() => now);
});

/** A worker of this name is heard. */
function hear(name: string, change: Partial<WorkerHeartbeat> = {}): void {
  workers.heard(heartbeat({ worker: name, incarnation: `${name}-1`, ...change }));
}

function choiceBy(group: GroupChoice, chance: () => number = () => 0.5): WorkerChoice {
  const settings = { default: 'least-loaded', groups: { default: group } } as const;
  return new WorkerChoice({ workers, settings, chance, monotonic: () => now });
}

/** The worker that is chosen, and has the attempt from then on. */
function give(choice: WorkerChoice): string | undefined {
  const worker = choice.choose('default', 'process');
  if (worker) workers.count(worker.ref.incarnation, 'process', 1);
  return worker?.ref.worker;
}

const times = (count: number, choice: WorkerChoice): readonly (string | undefined)[] =>
  Array.from({ length: count }, () => give(choice));

describe('the policy `health`', () => {
  it('chooses the worker whose machine has most left, of those with the same slots', () => {
    hear('w1', { load: FULL });
    hear('w2', { load: IDLE });
    expect(give(choiceBy({ policy: 'health' }))).toBe('w2');
  });

  it('counts what it has given since the last heartbeat', () => {
    hear('w1', { load: { ...IDLE, cpu: 0.5 } });
    hear('w2', { load: IDLE });
    expect(times(6, choiceBy({ policy: 'health' }))).toEqual(['w2', 'w2', 'w1', 'w2', 'w1', 'w2']);
  });

  it('counts it on top of what the worker had from others', () => {
    hear('w1', { slots: 8, busy: 4, load: IDLE });
    hear('w2', { slots: 8, busy: 3, load: IDLE });
    expect(times(4, choiceBy({ policy: 'health' }))).toEqual(['w2', 'w1', 'w2', 'w1']);
  });

  it('takes a worker that told no load for half full', () => {
    hear('full', { load: { ...FULL, cpu: 1 } });
    hear('silent');
    hear('idle', { load: IDLE });
    const first = give(choiceBy({ policy: 'health' }));
    workers.forget('idle-1');
    expect([first, give(choiceBy({ policy: 'health' }))]).toEqual(['idle', 'silent']);
  });

  it('spreads evenly where nobody tells any load', () => {
    for (const name of ['w1', 'w2', 'w3']) hear(name);
    expect(times(6, choiceBy({ policy: 'health' }))).toEqual(['w1', 'w2', 'w3', 'w1', 'w2', 'w3']);
  });
});

describe('the policy `round-robin`', () => {
  it('takes turns, whatever the load', () => {
    hear('w1', { load: FULL });
    hear('w2', { load: IDLE });
    expect(times(4, choiceBy({ policy: 'round-robin' }))).toEqual(['w1', 'w2', 'w1', 'w2']);
  });

  it('passes over a full one, which has its turn when it has a slot', () => {
    hear('w1', { slots: 1 });
    hear('w2', { slots: 8 });
    const choice = choiceBy({ policy: 'round-robin' });
    expect(times(3, choice)).toEqual(['w1', 'w2', 'w2']);
    workers.count('w1-1', 'process', -1);
    expect(give(choice)).toBe('w1');
  });

  it('goes on as before when workers are heard again', () => {
    const choice = choiceBy({ policy: 'round-robin' });
    const chosen = [1, 2, 3, 4].map(() => {
      hear('w1');
      hear('w2');
      return give(choice);
    });
    expect(chosen).toEqual(['w1', 'w2', 'w1', 'w2']);
  });

  it('has turns of its own in each group and slot class', () => {
    const settings = { default: 'round-robin', groups: {} } as const;
    const choice = new WorkerChoice({ workers, settings, chance: () => 0, monotonic: () => now });
    for (const name of ['w1', 'w2']) hear(name, { groups: ['default', 'gpu'] });
    const chosen = (['default', 'gpu', 'default', 'gpu'] as const).map(
      (group) => choice.choose(group, 'process')?.ref.worker,
    );
    expect([...chosen, choice.choose('gpu', 'light')?.ref.worker]).toEqual(['w1', 'w1', 'w2', 'w2', 'w1']);
  });
});

describe('the policy `pinned`', () => {
  const pinned = { policy: 'pinned', workers: ['w2', 'w1'] } as const;

  it('chooses the first of the list that has a slot', () => {
    for (const name of ['w1', 'w2', 'w3']) hear(name, { slots: 1 });
    expect(times(3, choiceBy(pinned))).toEqual(['w2', 'w1', undefined]);
  });

  it('chooses no other, and says why', () => {
    const choice = choiceBy(pinned);
    expect(choice.whyNone('default', 'process')).toBe('no-worker');
    hear('w3');
    expect([give(choice), choice.whyNone('default', 'process')]).toEqual([undefined, 'no-pinned-worker']);
    hear('w1', { slots: 1 });
    expect(choice.whyNone('default', 'process')).toBeUndefined();
    expect([give(choice), choice.whyNone('default', 'process')]).toEqual(['w1', 'no-slot']);
  });

  it('goes on with the next while the first is overloaded', () => {
    hear('w2', { overloaded: ['memory'] });
    hear('w1');
    expect(give(choiceBy(pinned))).toBe('w1');
  });
});

describe.each(['health', 'least-loaded', 'round-robin', 'random'] as const)(
  'by the policy `%s`',
  (policy) => {
    it('an overloaded worker comes last, and is taken where there is no other', () => {
      hear('over', { slots: 8, overloaded: ['cpu'], load: IDLE });
      hear('well', { slots: 2, load: FULL });
      expect(times(3, choiceBy({ policy }))).toEqual(['well', 'well', 'over']);
    });

    it('a worker that was silent for some beats comes last, and is taken where there is no other', () => {
      hear('silent', { slots: 8, load: IDLE });
      now += 9001;
      hear('heard', { slots: 2, load: FULL });
      expect(times(3, choiceBy({ policy }))).toEqual(['heard', 'heard', 'silent']);
    });

    it('all are equal again when all are silent, as when the log is down', () => {
      hear('w1');
      hear('w2');
      now += 60_000;
      expect(give(choiceBy({ policy }))).toBe('w1');
    });

    it('nobody is chosen beyond the slots', () => {
      hear('w1', { slots: 1 });
      hear('w2', { slots: 2 });
      const choice = choiceBy({ policy });
      expect(times(4, choice).filter((name) => name === undefined)).toHaveLength(1);
      expect(choice.whyNone('default', 'process')).toBe('no-slot');
    });
  },
);
