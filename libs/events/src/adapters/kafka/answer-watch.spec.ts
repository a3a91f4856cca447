import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AnswerWatch } from './answer-watch.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

it('tells of a silence that lasts too long, and of none after an answer', () => {
  const watch = new AnswerWatch();
  vi.advanceTimersByTime(10_000);
  expect(watch.troubleAfter(10_000, 'Kafka')).toBeUndefined();
  vi.advanceTimersByTime(2000);
  expect(watch.troubleAfter(10_000, 'Kafka')).toBe('Kafka has not answered for 12 s.');
  watch.answered();
  expect([watch.silentFor, watch.troubleAfter(10_000, 'Kafka')]).toEqual([0, undefined]);
});
