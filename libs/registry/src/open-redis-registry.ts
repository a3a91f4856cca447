import type { RedisRegistryHooks } from './redis/redis-registry.js';
import type { RedisSettings } from './redis/redis-settings.js';
import type { Registry } from './registry.js';

/**
 * Members in Redis. Loads the client only now, so that what runs on one machine never does. Does not wait for Redis,
 * and need not find it: calls fail until it is there. Throws RegistrySettingsError.
 */
export async function openRedisRegistry(
  settings: RedisSettings,
  hooks: RedisRegistryHooks = {},
): Promise<Registry> {
  const { RedisRegistry } = await import('./redis/redis-registry.js');
  return RedisRegistry.open(settings, hooks);
}
