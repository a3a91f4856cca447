import { expect, it, vi } from 'vitest';
import { failpointOf } from './failpoint.js';

it('ends the process when the point is passed for so many times', () => {
  const die = vi.fn();
  const failpoint = failpointOf({ MILLRACE_FAILPOINT: 'append.after:2' }, die);
  failpoint('append.before');
  failpoint('append.after');
  expect(die).not.toHaveBeenCalled();
  failpoint('append.after');
  expect(die).toHaveBeenCalledOnce();
});

it.each([{}, { MILLRACE_FAILPOINT: 'append.after', NODE_ENV: 'production' }])(
  'does nothing where nobody may ask for it: %o',
  (environment) => {
    const die = vi.fn();
    failpointOf(environment, die)('append.after');
    expect(die).not.toHaveBeenCalled();
  },
);
