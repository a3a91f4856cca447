import { describe, expect, it } from 'vitest';
import { checkNode } from './check-machine.js';
import { checkClock } from './check-server.js';

const NOON = Date.UTC(2026, 10, 20, 12);

describe('doctor', () => {
  it('wants Node 24', () => {
    expect(checkNode('24.1.0').state).toBe('ok');
    expect(checkNode('22.9.0')).toMatchObject({ state: 'fail', hint: expect.stringContaining('24') });
  });

  it('knows a clock that cannot be right', () => {
    expect(checkClock(0, undefined).state).toBe('fail');
    expect(checkClock(NOON, undefined).state).toBe('ok');
  });

  it('compares the clock with the server’s', () => {
    expect(checkClock(NOON, new Date(NOON - 2000).toUTCString()).state).toBe('ok');
    expect(checkClock(NOON, new Date(NOON + 60_000).toUTCString())).toMatchObject({
      state: 'warn',
      detail: '-60 s from the server’s clock',
    });
  });
});
