import { describe, expect, it } from 'vitest';
import { presenceOf, registryContract } from '../../testing/index.js';
import { MemoryRegistry } from './memory-registry.js';

describe('MemoryRegistry', () => {
  registryContract(() => {
    let now = 0;
    const registry = new MemoryRegistry(() => now);
    return Promise.resolve({ registry, pass: (ms) => (now += ms) });
  });

  it('keeps a lease to its last millisecond and no longer', async () => {
    let now = 1_000;
    const registry = new MemoryRegistry(() => now);
    await registry.renew(presenceOf('one'), 500);
    now = 1_499;
    expect(await registry.members('worker')).toHaveLength(1);
    now = 1_500;
    expect(await registry.members('worker')).toEqual([]);
  });
});
