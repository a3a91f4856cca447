import { describe, expect, it } from 'vitest';
import type { Sample } from '../samples/sample.js';
import { countsOf, leftovers, leastOf } from './leftovers.js';

const sample: Sample = {
  at: 0,
  phase: 'rest',
  processes: [{ name: 'api', pid: 1, fds: 20, timers: 3, heap: 5e6 }],
  redisKeys: 4,
  files: 7,
  lag: { records: 0, seconds: 0 },
  late: {},
  started: 0,
  active: 0,
  waiting: 0,
};

describe('what is left', () => {
  it('is what is above the count before, each by its name; less is well', () => {
    const after = {
      ...sample,
      redisKeys: 6,
      files: 3,
      processes: [{ name: 'api', pid: 2, fds: 21, timers: 3 }],
    };
    expect(leftovers(countsOf(sample), countsOf(after))).toEqual([
      'fds of api: 20 before, 21 afterwards.',
      'Redis keys: 4 before, 6 afterwards.',
    ]);
    expect(leftovers(countsOf(sample), countsOf(sample))).toEqual([]);
  });

  it('is not known where it was counted before and not afterwards', () => {
    expect(leftovers(countsOf(sample), countsOf({ ...sample, processes: [] }))).toEqual([
      'fds of api: 20 before, not known afterwards.',
      'timers of api: 3 before, not known afterwards.',
    ]);
  });

  it('is the least of several looks: what comes and goes is not left', () => {
    const least = leastOf([sample, { ...sample, files: 9, redisKeys: 1 }]);
    expect(least.get('temporary files and folders')).toBe(7);
    expect(least.get('Redis keys')).toBe(1);
  });
});
