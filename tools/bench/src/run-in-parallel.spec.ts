import { expect, it } from 'vitest';
import { runInParallel } from './run-in-parallel.js';

it('does all of the work, so many at a time', async () => {
  let done = 0;
  let active = 0;
  let most = 0;
  await runInParallel(10, 3, async () => {
    active += 1;
    most = Math.max(most, active);
    await Promise.resolve();
    active -= 1;
    done += 1;
  });
  expect({ done, most }).toEqual({ done: 10, most: 3 });
});
