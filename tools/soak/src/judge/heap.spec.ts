import { describe, expect, it } from 'vitest';
import type { Sample } from '../samples/sample.js';
import { heapGrowth, tooLarge } from './heap.js';

type Heap = (at: number) => number;

function sampleAt(at: number, pid: number, heap: number | undefined): Sample {
  const process = { name: 'master-1', pid, ...(heap === undefined ? {} : { heap }) };
  const rest = { files: 0, lag: { records: 0, seconds: 0 }, late: {}, started: 0, active: 0, waiting: 0 };
  return { at, phase: 'load', processes: [process], ...rest };
}

/** A sample every 10 s from `from` on. */
function life(pid: number, from: number, count: number, heap: Heap): readonly Sample[] {
  return Array.from({ length: count }, (_, index) => sampleAt(from + index * 10, pid, heap(index * 10)));
}

describe('the growth of a heap', () => {
  it('goes from a quarter of the time to the end, whatever came before', () => {
    const [growth] = heapGrowth(life(1, 0, 41, (at) => (at < 60 ? 90e6 : 10e6 + at * 10_000)));
    expect(growth).toMatchObject({ compared: 'lived', before: 11, after: 13.9, at: 400 });
    expect(tooLarge([growth!])).toEqual([
      'The heap of master-1 grew from 11.0 to 13.9 MB (× 1.26, lived); × 1.1 is allowed.',
    ]);
  });

  it('of a process that was started again is that from the first to the last one at the same age', () => {
    const young: Heap = (at) => 10e6 + at * 100_000;
    const samples = [
      ...life(1, 0, 20, young),
      ...life(2, 200, 7, () => 1),
      ...life(3, 300, 11, (at) => young(at) * 1.05),
    ];
    const [growth] = heapGrowth(samples);
    expect(growth).toMatchObject({ compared: 'same-age', at: 100 });
    expect(growth?.ratio).toBeCloseTo(1.05, 1);
    expect(tooLarge([growth!])).toEqual([]);
  });

  it('is that of the one process that was there for long enough, whatever came before and after it', () => {
    const samples = [
      ...life(1, 0, 3, () => 1),
      ...life(2, 30, 41, (at) => 10e6 + at * 1000),
      ...life(3, 440, 4, () => 1),
    ];
    const [growth] = heapGrowth(samples);
    expect(growth).toMatchObject({ compared: 'lived', before: 10.1, after: 10.39 });
  });

  it('is unknown where a process was not there for long, or did not say', () => {
    expect(heapGrowth(life(1, 0, 5, () => 1))).toEqual([{ name: 'master-1', compared: 'unknown' }]);
    const mute = Array.from({ length: 20 }, (_, at) => sampleAt(at, 1, undefined));
    expect(heapGrowth(mute)).toEqual([{ name: 'master-1', compared: 'unknown' }]);
  });
});
