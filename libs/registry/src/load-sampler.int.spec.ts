import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { LoadSampler } from './load-sampler.js';

it('samples this machine', async () => {
  const sampler = new LoadSampler({ folder: tmpdir() });
  await expect
    .poll(() => sampler.sample())
    .toEqual({
      cpu: expect.any(Number),
      memoryUsed: expect.any(Number),
      memoryTotal: expect.any(Number),
      diskFree: expect.any(Number),
      diskTotal: expect.any(Number),
    });
});

it('lacks the disk of a folder that is not there', async () => {
  expect(await new LoadSampler({ folder: '/nowhere/at/all' }).sample()).not.toHaveProperty('diskFree');
});
