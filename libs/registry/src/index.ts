export { LastingOverload } from './lasting-overload.js';
export { LoadSampler } from './load-sampler.js';
export type { LoadSamplerOptions } from './load-sampler.js';
export type { MachineReads, Space } from './machine-reads.js';
export { masterLoad } from './master-load.js';
export type { GroupWait, MasterLoad, WaitReason } from './master-load.js';
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
export { HEALTH_WEIGHTS, OVERLOAD_MEASURES, OVERLOAD_THRESHOLDS } from './worker-load.js';
export { healthScore, machineLoad, machineScore, overloaded, workerLoad } from './worker-load.js';
export type {
  Health,
  MachineLoad,
  OverloadMeasure,
  OverloadReason,
  OverloadThresholds,
  WorkerLoad,
} from './worker-load.js';
