import { describe, expect, it } from 'vitest';
import type { RetryPolicy } from '../definition/workflow-definition.js';
import { runToEnd, workflow } from '../../testing/index.js';
import { retryDelay } from './retry-delay.js';

const policy = (given: Partial<RetryPolicy> = {}): RetryPolicy => ({
  max: 5,
  delayMs: 1000,
  backoff: 'constant',
  maxDelayMs: 3_600_000,
  jitter: 0,
  on: ['failed'],
  ...given,
});

const delays = (given: Partial<RetryPolicy>, retries = 5): readonly number[] =>
  Array.from({ length: retries }, (_one, index) =>
    retryDelay(policy(given), index + 1, `attempt-${index + 1}`),
  );

describe('retryDelay', () => {
  it.each([
    { backoff: 'constant', expected: [1000, 1000, 1000, 1000, 1000] },
    { backoff: 'linear', expected: [1000, 2000, 3000, 4000, 5000] },
    { backoff: 'exponential', expected: [1000, 2000, 4000, 8000, 16_000] },
  ] as const)('grows $backoff', ({ backoff, expected }) => {
    expect(delays({ backoff })).toEqual(expected);
  });

  it('grows no further than maxDelay', () => {
    expect(delays({ backoff: 'exponential', maxDelayMs: 5000 })).toEqual([1000, 2000, 4000, 5000, 5000]);
    expect(delays({ maxDelayMs: 400 }, 1)).toEqual([400]);
  });

  it('stays finite for the thousandth retry', () => {
    expect(retryDelay(policy({ backoff: 'exponential' }), 1000, 'a')).toBe(3_600_000);
  });

  it('takes at most the share of jitter away', () => {
    const jittered = Array.from({ length: 500 }, (_one, index) =>
      retryDelay(policy({ jitter: 0.3 }), 1, `run/a/${index}`),
    );

    expect(Math.min(...jittered)).toBeGreaterThanOrEqual(700);
    expect(Math.max(...jittered)).toBeLessThanOrEqual(1000);
    expect(new Set(jittered).size).toBeGreaterThan(100);
  });

  it('differs from attempt to attempt of a task over the whole share', () => {
    const jittered = Array.from({ length: 20 }, (_one, attempt) =>
      retryDelay(policy({ jitter: 1 }), 1, `run/a/${attempt + 1}`),
    );

    expect(Math.min(...jittered)).toBeLessThan(250);
    expect(Math.max(...jittered)).toBeGreaterThan(750);
  });

  it('gives the same jitter for the same attempt', () => {
    expect(delays({ jitter: 1 })).toEqual(delays({ jitter: 1 }));
  });
});

describe('retries of a run', () => {
  const at = (retry: Partial<RetryPolicy>): readonly number[] => {
    const driver = runToEnd(workflow({ a: { retry: { max: 3, delayMs: 1000, ...retry } } }), { a: 'failed' });
    return [1, 2, 3, 4].map((nth) => driver.timeOf('TaskDispatched', 'a', nth));
  };

  it.each([
    { backoff: 'constant', times: [0, 1000, 2000, 3000] },
    { backoff: 'linear', times: [0, 1000, 3000, 6000] },
    { backoff: 'exponential', times: [0, 1000, 3000, 7000] },
  ] as const)('are spaced by the $backoff back-off', ({ backoff, times }) => {
    expect(at({ backoff })).toEqual(times);
  });

  it('count only what retry.on names, by one count for all causes', () => {
    const retry = { max: 2, delayMs: 0 };
    const outcomes = { a: ['failed', 'timed-out', 'failed', 'succeeded'] } as const;

    expect(runToEnd(workflow({ a: { retry } }), outcomes).states).toEqual({ a: 'failed' });
    expect(runToEnd(workflow({ a: { retry: { ...retry, max: 3 } } }), outcomes).states).toEqual({
      a: 'succeeded',
    });
    const onFailed = runToEnd(workflow({ a: { retry: { ...retry, on: ['failed'] } } }), outcomes);
    expect(onFailed.trail.filter((line) => line === 'TaskDispatched a')).toHaveLength(2);
  });

  it('make one attempt more than retry.max at most', () => {
    const { trail } = runToEnd(workflow({ a: { retry: { max: 4, delayMs: 0 } } }), { a: 'failed' });

    expect(trail.filter((line) => line === 'TaskDispatched a')).toHaveLength(5);
  });
});
