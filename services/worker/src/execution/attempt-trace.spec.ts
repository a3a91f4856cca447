import { describe, expect, it } from 'vitest';
import { dispatchOf } from '../../testing/worker-bench.js';
import { attemptTrace } from './attempt-trace.js';

const RUN = '01a22024-8578-8002-9165-fa6c35b05724';
const TRACE = 'a'.repeat(32);
const spanOf = (traceparent: string): string | undefined => traceparent.split('-')[2];

describe('the trace context of an attempt', () => {
  it('goes on with the trace of who started the run, in a span of its own', () => {
    const traceparent = `00-${TRACE}-${'b'.repeat(16)}-00`;
    const made = attemptTrace(dispatchOf('a', { traceparent }));
    expect(made).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    expect(spanOf(made)).not.toBe('b'.repeat(16));
  });

  it.each([undefined, 'nonsense', `00-${TRACE}-short-01`])(
    'begins one with the id of the run after %s',
    (traceparent) => {
      const given = traceparent === undefined ? {} : { traceparent };
      expect(attemptTrace(dispatchOf('a', { run: { id: RUN }, ...given }))).toMatch(
        /^00-01a22024857880029165fa6c35b05724-[0-9a-f]{16}-01$/,
      );
    },
  );

  it('has a span for each attempt, the same each time', () => {
    const spans = [1, 2, 1].map((attempt) => spanOf(attemptTrace(dispatchOf('a', { attempt }))));
    expect(spans[0]).toBe(spans[2]);
    expect(spans[0]).not.toBe(spans[1]);
  });
});
