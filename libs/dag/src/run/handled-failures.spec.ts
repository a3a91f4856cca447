import { describe, expect, it } from 'vitest';
import { RunDriver, conditionsTask, runToEnd, workflow } from '../../testing/index.js';

const rescue = (needs: readonly string[], init = {}) => conditionsTask(needs, { when: 'true', ...init });

describe('a failure', () => {
  it('is not handled without successors', () => {
    expect(runToEnd(workflow({ a: [] }), { a: 'failed' }).phase).toBe('failed');
  });

  it('is handled when all its successors are conditions that ran', () => {
    const definition = workflow({ a: [], one: rescue(['a']), two: rescue(['a']) });

    expect(runToEnd(definition, { a: 'failed' }).phase).toBe('succeeded');
  });

  it('is not handled when one successor is no conditions task', () => {
    const definition = workflow({ a: [], one: rescue(['a']), b: { needs: ['a'], runIf: 'all-done' } });

    expect(runToEnd(definition, { a: 'failed' }).phase).toBe('failed');
  });

  it('is not handled when one of its conditions did not run', () => {
    const definition = workflow({ a: [], one: rescue(['a']), two: rescue(['a'], { if: 'false' }) });

    expect(runToEnd(definition, { a: 'failed' }).phase).toBe('failed');
  });

  it('is handled by conditions that need others too', () => {
    const definition = workflow({ a: [], b: [], both: rescue(['a', 'b']) });
    const driver = runToEnd(definition, { a: 'failed', b: { end: 'failed', takes: 1000 } });

    expect([driver.phase, driver.timeOf('BranchChosen', 'both')]).toEqual(['succeeded', 1000]);
  });

  it('that is upstream-failed is never handled', () => {
    const definition = workflow({ a: [], b: ['a'], one: rescue(['a']), two: rescue(['b']) });

    expect(runToEnd(definition, { a: 'failed' }).phase).toBe('failed');
  });

  it('behind a handled failure fails the run', () => {
    const definition = workflow({ a: [], check: rescue(['a'], { success: ['fix'] }), fix: ['check'] });
    const { history } = runToEnd(definition, { a: 'failed', fix: 'failed' });

    expect(history.at(-1)?.event).toMatchObject({ type: 'RunFailed', data: { because: 'fix' } });
  });
});

describe('failureStrategy: end with conditions', () => {
  const end = { failureStrategy: 'end' } as const;

  it('lets a run go on whose failure may still be handled', () => {
    const definition = workflow({ a: [], slow: [], check: rescue(['a', 'slow']) }, end);
    const driver = new RunDriver(definition, {
      a: 'failed',
      slow: { end: 'succeeded', takes: 1000 },
    }).start();

    expect(driver.phase).toBe('running');
    expect(driver.finish().phase).toBe('succeeded');
  });

  it('waits for conditions that are delayed', () => {
    const definition = workflow({ a: [], check: rescue(['a'], { delayMs: 1000 }) }, end);

    expect(runToEnd(definition, { a: 'failed' }).phase).toBe('succeeded');
  });

  it('ends the run when the conditions do not run', () => {
    const definition = workflow(
      { a: [], check: rescue(['a'], { if: 'false' }), late: { delayMs: 1000 } },
      end,
    );
    const driver = runToEnd(definition, { a: 'failed' });

    expect([driver.phase, driver.states['late'], driver.timeOf('RunFailed')]).toEqual([
      'failed',
      'skipped',
      0,
    ]);
  });
});
