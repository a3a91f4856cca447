export { openEcho } from './echo-server.js';
export { presenceOf, registryContract } from './registry.contract.js';
export type { RegistryHarness } from './registry.contract.js';
export { ToldLines } from './told-lines.js';
