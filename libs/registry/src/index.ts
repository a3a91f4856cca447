export { LoadSampler } from './load-sampler.js';
export type { LoadSamplerOptions } from './load-sampler.js';
export type { MachineReads, Space } from './machine-reads.js';
export { MemoryRegistry } from './memory/memory-registry.js';
export { openRedisRegistry } from './open-redis-registry.js';
export { presence } from './presence.js';
export type { Member, MemberKind, Presence } from './presence.js';
export type { StrangeEntry } from './redis/redis-entry.js';
export type { RedisRegistryHooks } from './redis/redis-registry.js';
export { redisSettings } from './redis/redis-settings.js';
export type { RedisSettings } from './redis/redis-settings.js';
export { Registry } from './registry.js';
export type { Renewal } from './registry.js';
export {
  PresenceInvalidError,
  RegistryClosedError,
  RegistryError,
  RegistrySettingsError,
  RegistryUnavailableError,
} from './registry-errors.js';
export { HEALTH_WEIGHTS, healthScore, OVERLOAD_THRESHOLDS, overloaded, workerLoad } from './worker-load.js';
export type { MachineLoad, OverloadReason, OverloadThresholds, WorkerLoad } from './worker-load.js';
