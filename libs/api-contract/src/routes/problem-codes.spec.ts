import { describe, expect, it } from 'vitest';
import { codesOf } from './problem-codes.js';
import { routes } from './routes.js';

describe('The codes of a route', () => {
  it.each([
    ['startRun', ['PARAMS_TOO_LARGE', 'INVALID_IDEMPOTENCY_KEY', 'INVALID_BODY', 'LOG_FULL']],
    ['putWorkflow', ['INVALID_NAME', 'EMPTY_BODY', 'STALE_VERSION']],
    ['getVersion', ['UNKNOWN_VERSION', 'UNKNOWN_PROJECT']],
    ['listWorkflows', ['INVALID_CURSOR']],
    ['streamRun', ['TOO_MANY_STREAMS', 'INVALID_POSITION', 'READ_MODEL_DAMAGED', 'READ_MODEL_UNAVAILABLE']],
  ] as const)('of %s are its own and those of its form', (name, codes) => {
    expect(codesOf(routes[name])).toEqual(expect.arrayContaining([...codes]));
  });

  it('are each named once', () => {
    for (const route of Object.values(routes))
      expect(new Set(codesOf(route)).size).toBe(codesOf(route).length);
  });

  it('are only its own where it is open to everyone', () => {
    expect(codesOf(routes.livez)).toEqual([]);
  });
});
