import type { MachineLoad } from '@millrace/registry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dispatchOf } from '../../testing/worker-bench.js';
import { WorkerWorld } from '../../testing/worker-world.js';

const EVERY_MS = 3000;
const FULL = { memoryUsed: 99, memoryTotal: 100 };
const WELL = { memoryUsed: 20, memoryTotal: 100 };
const shell = (script: string) => ({ type: 'shell', settings: { script } });

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** A worker whose machine is in the hands of the test. */
async function onMachine(thresholds: Record<string, number> | undefined = {}) {
  const world = await WorkerWorld.make({ tasks: { a: shell('echo a'), b: shell('echo b'), light: {} } });
  const machine: { load: MachineLoad } = { load: FULL };
  const sampler = { sample: () => Promise.resolve(machine.load) };
  const worker = world.worker({ sampler, overload: thresholds });
  const incarnation = await worker.start();
  const sample = (): Promise<unknown> => vi.advanceTimersByTimeAsync(EVERY_MS);
  return { world, machine, worker, incarnation, sample };
}

describe('an overloaded worker', () => {
  it('takes what it is given, begins nothing with a process, and says why', async () => {
    const { world, worker, incarnation } = await onMachine();
    await world.dispatch(dispatchOf('a', { incarnation }), dispatchOf('light', { incarnation }));
    await world.said.until((said) => said === 'light/1 Succeeded');
    expect(world.said.all).toEqual(expect.arrayContaining(['a/1 Accepted']));
    expect(world.said.all).not.toContain('a/1 Running');
    expect(worker.trouble).toMatch('overloaded (memory)');
    expect(world.heartbeats.all.at(-1)).toMatchObject({ load: FULL, overloaded: ['memory'] });
  });

  it('begins what waits when it has recovered, and tells that at once', async () => {
    const { world, machine, worker, incarnation, sample } = await onMachine();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.said.until((said) => said === 'a/1 Accepted');
    machine.load = WELL;
    await sample();
    expect(worker.trouble).toBeDefined();
    await sample();
    await world.said.until((said) => said === 'a/1 Succeeded');
    expect(worker.trouble).toBeUndefined();
    expect(world.heartbeats.all.at(-1)).not.toHaveProperty('overloaded');
  });

  it('lets go on what ran before', async () => {
    const { world, machine, incarnation, sample } = await onMachine();
    machine.load = WELL;
    await sample();
    await sample();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.said.until((said) => said === 'a/1 Running');
    machine.load = FULL;
    await sample();
    await world.said.until((said) => said === 'a/1 Succeeded');
  });

  it('runs one attempt at a time on a full cpu, and says so', async () => {
    const { world, machine, worker, incarnation, sample } = await onMachine();
    machine.load = { cpu: 1 };
    await sample();
    await sample();
    expect(worker.trouble).toMatch('overloaded (cpu): attempts with processes are begun one at a time');
    await world.dispatch(dispatchOf('a', { incarnation }), dispatchOf('b', { incarnation }));
    await world.said.until((said) => said === 'b/1 Succeeded');
    const begun = world.said.all.filter((said) => !said.endsWith('Accepted'));
    expect(begun).toEqual(['a/1 Running', 'a/1 Succeeded', 'b/1 Running', 'b/1 Succeeded']);
  });

  it('gives back what it has not begun when it is told to stop', async () => {
    const { world, worker, incarnation } = await onMachine();
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.said.until((said) => said === 'a/1 Accepted');
    await worker.stop();
    expect(world.said.all.at(-1)).toBe('a/1 Lost');
  });

  it('is none where protection is off: it only tells its load', async () => {
    const { world, incarnation, sample } = await onMachine({ cpu: 0, memory: 0, diskFree: 0 });
    await world.dispatch(dispatchOf('a', { incarnation }));
    await world.said.until((said) => said === 'a/1 Succeeded');
    await sample();
    await world.heartbeats.until(({ load }) => load?.memoryUsed === 99);
    expect(world.heartbeats.all.at(-1)).not.toHaveProperty('overloaded');
  });
});
