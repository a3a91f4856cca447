import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heartbeat } from '../../testing/test-master.js';
import type { GroupChoice } from './worker-choice.js';
import { WorkerChoice } from './worker-choice.js';
import { WorkerDirectory } from './worker-directory.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** What a worker says, and how long ago. */
const crowd = fc.array(
  fc.record({
    slots: fc.nat(4),
    given: fc.nat(4),
    busy: fc.nat(6),
    overloaded: fc.boolean(),
    age: fc.constantFrom(0, 3000, 9001),
    cpu: fc.option(share, { nil: undefined }),
    memory: share,
  }),
  { minLength: 1, maxLength: 8 },
);

type Crowd = typeof crowd extends fc.Arbitrary<infer T> ? T : never;

const POLICIES: readonly GroupChoice['policy'][] = [
  'health',
  'least-loaded',
  'round-robin',
  'random',
  'pinned',
];

function directoryOf(members: Crowd): WorkerDirectory {
  let now = 0;
  const workers = new WorkerDirectory(() => now);
  members.forEach(({ slots, given, busy, overloaded, age, cpu, memory }, index) => {
    now = 10_000 - age;
    const load = { ...(cpu !== undefined && { cpu }), memoryUsed: memory, memoryTotal: 1 };
    const said = { slots, busy, load, ...(overloaded && { overloaded: ['cpu'] as const }) };
    workers.heard(heartbeat({ worker: `w${index}`, incarnation: `i${index}`, ...said }));
    for (let attempt = 0; attempt < given; attempt += 1) workers.count(`i${index}`, 'process', 1);
  });
  return workers;
}

function choiceOf(workers: WorkerDirectory, group: GroupChoice, chance: () => number = Math.random) {
  const settings = { default: 'health', groups: { default: group } } as const;
  return new WorkerChoice({ workers, settings, chance, monotonic: () => 10_000 });
}

/** All names, those with a high number first. */
const LIST = Array.from({ length: 8 }, (_, index) => `w${7 - index}`);

describe.each(POLICIES)('in any crowd, the policy `%s`', (policy) => {
  it('chooses somebody exactly when somebody has a slot, and never one without', () => {
    fc.assert(
      fc.property(crowd, (members) => {
        const workers = directoryOf(members);
        const free = members.filter(({ slots, given }) => given < slots);
        const choice = choiceOf(workers, { policy, workers: LIST });
        const chosen = choice.choose('default', 'process');
        expect(chosen !== undefined).toBe(free.length > 0);
        expect(choice.whyNone('default', 'process')).toBe(chosen ? undefined : 'no-slot');
        if (chosen) expect(chosen.used.process).toBeLessThan(chosen.slots.process);
      }),
    );
  });

  it('chooses no overloaded or stale one while another is free', () => {
    fc.assert(
      fc.property(crowd, (members) => {
        const sound = members.flatMap(({ slots, given, overloaded, age }, index) =>
          given < slots && !overloaded && age < 9000 ? [`w${index}`] : [],
        );
        const choice = choiceOf(directoryOf(members), { policy, workers: LIST });
        const chosen = choice.choose('default', 'process')?.ref.worker;
        if (sound.length > 0) expect(sound).toContain(chosen);
      }),
    );
  });
});

const names = fc.integer({ min: 1, max: 9 }).map((count) => Array.from({ length: count }, (_, n) => `w${n}`));

/** Sound workers with endless slots. */
function endless(list: readonly string[]): WorkerDirectory {
  const workers = new WorkerDirectory(() => 10_000);
  for (const name of list)
    workers.heard(heartbeat({ worker: name, incarnation: `${name}-1`, slots: 1_000_000 }));
  return workers;
}

function picks(choice: WorkerChoice, count: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let pick = 0; pick < count; pick += 1) {
    const name = choice.choose('default', 'process')?.ref.worker ?? 'nobody';
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
}

describe('over many picks', () => {
  it('`round-robin` is even, to one', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 50, max: 500 }), (list, count) => {
        const found = picks(choiceOf(endless(list), { policy: 'round-robin' }), count);
        const shares = list.map((name) => found.get(name) ?? 0);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('`random` spreads over all, and favours nobody', () => {
    fc.assert(
      fc.property(names, fc.integer(), (list, seed) => {
        const chance = generator(seed);
        const found = picks(choiceOf(endless(list), { policy: 'random' }, chance), 400 * list.length);
        for (const name of list) {
          expect(found.get(name) ?? 0).toBeGreaterThan(250);
          expect(found.get(name) ?? 0).toBeLessThan(550);
        }
      }),
    );
  });

  it('`pinned` takes the first of its list that is alive, always', () => {
    fc.assert(
      fc.property(names, fc.shuffledSubarray(LIST, { minLength: 1 }), (list, order) => {
        const found = picks(choiceOf(endless(list), { policy: 'pinned', workers: order }), 20);
        const first = order.find((name) => list.includes(name)) ?? 'nobody';
        expect([...found]).toEqual([[first, 20]]);
      }),
    );
  });
});

/** Numbers from 0 to below 1 that look random and are the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
