import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Health, MachineLoad, OverloadThresholds, WorkerLoad } from './worker-load.js';
import { HEALTH_WEIGHTS, healthScore, machineScore, overloaded, workerLoad } from './worker-load.js';

const GIB = 1024 ** 3;

const idle = {
  cpu: 0,
  memoryUsed: 0,
  memoryTotal: 8 * GIB,
  diskFree: 100 * GIB,
  diskTotal: 100 * GIB,
  slots: 4,
  busy: 0,
} as const;

const full: Partial<Health> = { cpu: 1, memoryUsed: 8 * GIB, diskFree: 0, busy: 4 };

const said: WorkerLoad = {
  load: { cpu: 0.5, memoryUsed: GIB, memoryTotal: 8 * GIB, diskFree: GIB, diskTotal: 100 * GIB },
  overloaded: ['diskFree'],
  slots: 4,
  busy: 0,
  lightSlots: 100,
  lightBusy: 0,
  groups: ['default'],
  lane: 3,
  state: 'ready',
  guard: 'spawner',
  startedAt: 1,
};

describe('the load of a worker', () => {
  it('is understood again after it was JSON', () => {
    expect(workerLoad.parse(JSON.parse(JSON.stringify(said)))).toEqual(said);
  });

  it('may lack what could not be measured', () => {
    expect(workerLoad.parse({ ...said, load: {} })).toEqual({ ...said, load: {} });
    const { load: _load, overloaded: _overloaded, ...rest } = said;
    expect(workerLoad.parse(rest)).toEqual(rest);
  });

  it('may say more than this release knows', () => {
    expect(workerLoad.parse({ ...said, gpus: 2 })).toEqual(said);
  });

  it.each([
    ['a share above 1', { load: { cpu: 1.01 } }],
    ['a measure that is no number', { load: { diskFree: Number.NaN } }],
    ['a negative count', { busy: -1 }],
    ['half a slot', { slots: 0.5 }],
    ['an unknown state', { state: 'gone' }],
    ['an unknown measure', { overloaded: ['gpu'] }],
    ['a group without a name', { groups: [''] }],
  ])('is refused with %s', (_, wrong) => {
    expect(workerLoad.safeParse({ ...said, ...wrong }).success).toBe(false);
  });
});

describe('the health score', () => {
  it('has weights that sum up to 100', () => {
    expect(Object.values(HEALTH_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  it('is 100 when all is free and 0 when nothing is', () => {
    expect(healthScore(idle)).toBe(100);
    expect(healthScore({ ...idle, ...full })).toBe(0);
  });

  it.each([
    ['slots', { busy: 4 }, 60],
    ['half of the slots', { busy: 2 }, 80],
    ['more than the slots', { busy: 9 }, 60],
    ['the cpu', { cpu: 1 }, 70],
    ['the memory', { memoryUsed: 8 * GIB }, 80],
    ['the disk', { diskFree: 0 }, 90],
    ['half of the disk that is enough', { diskFree: 5 * GIB }, 95],
  ])('loses its part when %s are taken', (_, taken, score) => {
    expect(healthScore({ ...idle, ...taken })).toBeCloseTo(score);
  });

  it('takes the whole of a small disk for enough', () => {
    expect(healthScore({ ...idle, diskTotal: 2 * GIB, diskFree: 2 * GIB })).toBe(100);
  });

  it('counts a measure that is not there as half', () => {
    const { cpu: _cpu, ...rest } = idle;
    expect(healthScore(rest)).toBe(85);
    expect(healthScore({ ...idle, memoryTotal: 0 })).toBe(90);
    expect(healthScore({ slots: 4, busy: 0 })).toBe(70);
  });

  it('gives no slot to a worker that has none', () => {
    expect(healthScore({ ...idle, slots: 0 })).toBe(60);
  });
});

/** Anything that a number can be. */
const anything = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0));
const maybe = fc.option(anything, { nil: undefined });
const wild = fc.record({
  cpu: maybe,
  memoryUsed: maybe,
  memoryTotal: maybe,
  diskFree: maybe,
  diskTotal: maybe,
  slots: anything,
  busy: anything,
});

const bytes = fc.double({ min: 0, max: 1e15, noNaN: true });
const size = fc.double({ min: 1, max: 1e15, noNaN: true });
const sane = fc.record({
  cpu: fc.double({ min: 0, max: 1, noNaN: true }),
  memoryUsed: bytes,
  memoryTotal: size,
  diskFree: bytes,
  diskTotal: size,
  slots: fc.nat({ max: 1_000 }),
  busy: fc.nat({ max: 2_000 }),
});

/** Whether more of it is better (1) or worse (-1). */
const DIRECTIONS = [
  ['cpu', -1],
  ['memoryUsed', -1],
  ['memoryTotal', 1],
  ['diskFree', 1],
  ['slots', 1],
  ['busy', -1],
] as const;

describe('the health score of any load', () => {
  it('is a number from 0 to 100', () => {
    fc.assert(
      fc.property(wild, (load) => {
        const score = healthScore(load);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('is the free share of the slots and what is said of the machine', () => {
    fc.assert(
      fc.property(sane, (load) => {
        const free = load.slots > 0 ? Math.max(0, 1 - load.busy / load.slots) : 0;
        expect(healthScore(load)).toBeCloseTo(HEALTH_WEIGHTS.slots * free + machineScore(load));
      }),
    );
  });

  it.each(DIRECTIONS)('never moves against %s', (field, direction) => {
    fc.assert(
      fc.property(sane, sane, (load, other) => {
        const [less, more] = [load[field], other[field]].sort((a, b) => a - b);
        const change = healthScore({ ...load, [field]: more }) - healthScore({ ...load, [field]: less });
        expect(change * direction).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });
});

describe('an overloaded worker', () => {
  it('is not one that is idle, nor one of which nothing is known', () => {
    expect(overloaded(idle)).toEqual([]);
    expect(overloaded({})).toEqual([]);
    expect(overloaded({ cpu: Number.NaN, memoryUsed: Number.NaN, diskFree: Number.NaN })).toEqual([]);
  });

  it('is told by everything that has run out', () => {
    expect(overloaded({ ...idle, ...full })).toEqual([
      { measure: 'cpu', value: 1, threshold: 0.95 },
      { measure: 'memory', value: 1, threshold: 0.95 },
      { measure: 'diskFree', value: 0, threshold: 256 * 1024 ** 2 },
    ]);
  });

  it.each<[string, MachineLoad, number]>([
    ['cpu', { cpu: 0.949 }, 0],
    ['cpu', { cpu: 0.95 }, 1],
    ['memory', { memoryUsed: 94, memoryTotal: 100 }, 0],
    ['memory', { memoryUsed: 95, memoryTotal: 100 }, 1],
    ['diskFree', { diskFree: 256 * 1024 ** 2 }, 0],
    ['diskFree', { diskFree: 256 * 1024 ** 2 - 1 }, 1],
  ])('is told by %s from its threshold on: %o', (_, load, reasons) => {
    expect(overloaded(load)).toHaveLength(reasons);
  });

  it('is judged by the thresholds that were given', () => {
    expect(overloaded({ cpu: 0.5, diskFree: 10 }, { cpu: 0.4, diskFree: 5 })).toEqual([
      { measure: 'cpu', value: 0.5, threshold: 0.4 },
    ]);
  });

  it.each<[string, MachineLoad, Partial<OverloadThresholds>]>([
    ['cpu', { cpu: 1 }, { cpu: 0 }],
    ['memory', { memoryUsed: 100, memoryTotal: 100 }, { memory: 0 }],
    ['disk', { diskFree: 0 }, { diskFree: 0 }],
  ])('is not told by the %s where its threshold is 0', (_, load, thresholds) => {
    expect(overloaded(load, thresholds)).toEqual([]);
  });

  it('stays one when anything gets worse', () => {
    fc.assert(
      fc.property(sane, sane, (load, other) => {
        const worse = {
          cpu: Math.max(load.cpu, other.cpu),
          memoryUsed: Math.max(load.memoryUsed, other.memoryUsed),
          memoryTotal: Math.min(load.memoryTotal, other.memoryTotal),
          diskFree: Math.min(load.diskFree, other.diskFree),
        };
        const measures = overloaded(worse).map(({ measure }) => measure);
        for (const { measure } of overloaded(load)) expect(measures).toContain(measure);
      }),
    );
  });

  it('is judged without an error whatever it says', () => {
    fc.assert(
      fc.property(wild, (load) => {
        for (const { value } of overloaded(load)) expect(value).not.toBeNaN();
      }),
    );
  });
});
