import type { MachineLoad } from '@millrace/registry';
import { describe, expect, it, vi } from 'vitest';
import { silent } from '../../testing/worker-bench.js';
import type { LoadWatchDeps } from './load-watch.js';
import { LoadWatch } from './load-watch.js';

const GIB = 1024 ** 3;
const IDLE: MachineLoad = {
  cpu: 0.1,
  memoryUsed: GIB,
  memoryTotal: 8 * GIB,
  diskFree: 90 * GIB,
  diskTotal: 100 * GIB,
};
const BUSY: MachineLoad = { ...IDLE, cpu: 0.99 };

/** A watch over these samples, one for each look. */
function watching(samples: readonly MachineLoad[], thresholds: LoadWatchDeps['thresholds'] = {}) {
  const left = [...samples];
  const onChange = vi.fn();
  const sampler = { sample: () => Promise.resolve(left.shift() ?? IDLE) };
  const watch = new LoadWatch({ sampler, thresholds, logger: silent, onChange });
  return { watch, onChange };
}

describe('the load that a worker tells', () => {
  it('is that of the last sample, and nothing before the first', async () => {
    const { watch } = watching([IDLE]);
    expect(watch.said).toEqual({});
    await watch.look();
    expect(watch.said).toEqual({ load: IDLE });
  });

  it('names what is overloaded', async () => {
    const { watch } = watching([{ ...BUSY, diskFree: 1 }]);
    await watch.look();
    expect(watch.said).toMatchObject({ overloaded: ['cpu', 'diskFree'] });
    expect(watch.trouble).toMatch('overloaded (cpu, diskFree): attempts with processes are begun not at all');
  });

  it('is asked for once at a time', async () => {
    const gate = Promise.withResolvers<MachineLoad>();
    const sample = vi.fn(() => gate.promise);
    const watch = new LoadWatch({ sampler: { sample }, thresholds: {}, logger: silent, onChange: vi.fn() });
    const looks = [watch.look(), watch.look()];
    expect(sample).toHaveBeenCalledOnce();
    gate.resolve(IDLE);
    await Promise.all(looks);
    await watch.look();
    expect(sample).toHaveBeenCalledTimes(2);
  });
});

describe('an overloaded worker', () => {
  it('recovers after two good samples, and tells each change once', async () => {
    const { watch, onChange } = watching([BUSY, BUSY, IDLE, BUSY, IDLE, IDLE, IDLE]);
    const states: boolean[] = [];
    for (let sample = 0; sample < 7; sample += 1) {
      await watch.look();
      states.push(watch.overloaded.length > 0);
    }
    expect(states).toEqual([true, true, true, true, true, false, false]);
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(watch.trouble).toBeUndefined();
  });

  it.each([
    ['without thresholds', undefined, BUSY],
    ['with the cpu switched off', { cpu: 0 }, BUSY],
    ['with the memory switched off', { memory: 0 }, { ...IDLE, memoryUsed: 8 * GIB }],
    ['with the disk switched off', { diskFree: 0 }, { ...IDLE, diskFree: 0 }],
    ['below a threshold of its own', { cpu: 1 }, BUSY],
  ])('is none %s', async (_, thresholds, load) => {
    const onChange = vi.fn();
    const sampler = { sample: () => Promise.resolve(load) };
    const watch = new LoadWatch({ sampler, thresholds, logger: silent, onChange });
    await watch.look();
    expect(watch.said).toEqual({ load });
    expect(onChange).not.toHaveBeenCalled();
  });
});
