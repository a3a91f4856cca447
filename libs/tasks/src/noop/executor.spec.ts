import { describe, expect, it } from 'vitest';
import { makeContext, taskContract } from '../../testing/index.js';
import { noop } from './definition.js';
import { runNoop } from './executor.js';

taskContract(noop, () => ({
  short: {},
  endless: { settings: { duration: '1h' } },
  wrong: [
    { settings: { fail: true }, code: 'NOOP_FAILED' },
    { settings: { fail: '${{ not evaluated }}' }, code: 'SETTINGS_INVALID' },
    { settings: { fail: 'yes' }, code: 'SETTINGS_INVALID' },
    { settings: { duration: '30' }, code: 'SETTINGS_INVALID' },
    { settings: { duration: 30 }, code: 'SETTINGS_INVALID' },
    { settings: { duration: { kind: 'duration', ms: -1 } }, code: 'SETTINGS_INVALID' },
    { settings: { duration: ['1s'] }, code: 'SETTINGS_INVALID' },
  ],
}));

describe('runNoop', () => {
  const run = (settings: Readonly<Record<string, unknown>>) =>
    runNoop(makeContext({ settings, spawns: false }).context);

  it('makes no object of its own when there is nothing to do', () => {
    expect(run({})).toBe(run({}));
  });

  it('ends after its duration, written as text or given by an expression', async () => {
    expect(await run({ duration: '1ms' })).toEqual({ state: 'succeeded', outputs: {} });
    expect(await run({ duration: { kind: 'duration', ms: 1 } })).toMatchObject({ state: 'succeeded' });
    expect(await run({ duration: null })).toMatchObject({ state: 'succeeded' });
  });

  it('fails after its duration when asked to', async () => {
    expect(await run({ duration: '1ms', fail: true })).toMatchObject({
      state: 'failed',
      code: 'NOOP_FAILED',
    });
    expect(await run({ fail: false })).toMatchObject({ state: 'succeeded' });
  });

  it('gives its outputs as values: numbers keep their type, maps and lists in depth', async () => {
    const date = { kind: 'date', iso: '2026-11-20' };
    const outputs = {
      text: 'a',
      whole: 3n,
      double: 3,
      part: 1.5,
      exact: 9007199254740993n,
      none: null,
      yes: true,
      date,
    };
    const nested = { list: [1n, { deep: 2 }], map: new Map([['k', 4n]]), lookalike: { kind: 'date' } };
    expect(await run({ outputs: { ...outputs, ...nested } })).toEqual({
      state: 'succeeded',
      outputs: {
        ...outputs,
        list: [1n, new Map([['deep', 2]])],
        map: new Map([['k', 4n]]),
        lookalike: new Map([['kind', 'date']]),
      },
    });
  });
});
