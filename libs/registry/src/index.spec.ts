import { expect, it, vi } from 'vitest';

it('loads the client of Redis when Redis is opened, and not before', async () => {
  const loaded = vi.fn();
  vi.doMock('ioredis', () => {
    loaded();
    return { Redis: class {} };
  });
  const { openRedisRegistry, RegistrySettingsError } = await import('./index.js');
  expect(loaded).not.toHaveBeenCalled();
  await expect(openRedisRegistry({ url: 'http://cache' })).rejects.toThrow(RegistrySettingsError);
  expect(loaded).toHaveBeenCalledOnce();
});
