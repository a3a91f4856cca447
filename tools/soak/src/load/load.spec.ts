import { ApiError, UnreachableError } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { wrongEnds } from './load.js';
import { mayPass } from './sender.js';

describe('wrongEnds', () => {
  it('tells of runs that ended otherwise, and of those that the log does not know', () => {
    const chain = { name: 'chain', ends: ['succeeded'] };
    const runs = new Map([['a', chain] as const, ['b', chain] as const, ['c', chain] as const]);
    const states = new Map([['a', 'succeeded'] as const, ['b', 'failed'] as const]);
    expect(wrongEnds(runs, states)).toEqual([
      "Run b of 'chain' is failed, expected succeeded.",
      "Run c of 'chain' is unknown to the log, expected succeeded.",
    ]);
  });
});

describe('a sender', () => {
  const problem = (status: number) =>
    new ApiError({ type: 'about:blank', title: 'no', status, code: 'NO', detail: 'no' } as never);

  it('sends again what nobody answered or the server could not do, and not what was refused', () => {
    expect(mayPass(new UnreachableError('nobody'))).toBe(true);
    expect(mayPass(problem(503))).toBe(true);
    expect(mayPass(new DOMException('late', 'TimeoutError'))).toBe(true);
    expect(mayPass(problem(409))).toBe(false);
    expect(mayPass(new Error('other'))).toBe(false);
  });
});
