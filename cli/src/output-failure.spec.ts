import { describe, expect, it } from 'vitest';
import type { TestContext } from '../testing/test-context.js';
import { testContext } from '../testing/test-context.js';
import { codeWhenWritten } from './output-failure.js';

/** A world whose stdout has failed so. */
function failed(code: string): TestContext {
  const context = testContext();
  const failure = Object.assign(new Error(`${code}: what it means, write`), { code });
  return { ...context, stdout: { ...context.stdout, failure: () => failure } };
}

describe('output that could not be written', () => {
  it('makes a good end a bad one, and is told', () => {
    const context = failed('ENOSPC');
    expect([codeWhenWritten(context, 0), codeWhenWritten(context, 130)]).toEqual([1, 1]);
    expect(context.stderr.text()).toContain(
      'OUTPUT_LOST The output could not be written: ENOSPC: what it means.',
    );
  });

  it('leaves an exit code that says more', () => {
    expect(codeWhenWritten(failed('EIO'), 3)).toBe(3);
  });

  it('is no failure where nothing was lost, or the reader had enough', () => {
    const context = failed('EPIPE');
    expect([codeWhenWritten(context, 0), codeWhenWritten(testContext(), 0)]).toEqual([0, 0]);
    expect(context.stderr.text()).toBe('');
  });
});
