export type { Fault, Struck } from './faults/fault.js';
export { faults } from './faults/index.js';
export type { SoakResult } from './judge/soak-result.js';
export { runSoak } from './run-soak.js';
