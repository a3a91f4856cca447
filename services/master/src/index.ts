export type { WorkerPolicyName } from './dispatch/policies/index.js';
export type { GroupChoice, WorkerChoiceSettings } from './dispatch/worker-choice.js';
export { MasterModule } from './master.module.js';
export { MasterOptions } from './master-options.js';
export { MasterService } from './master.service.js';
export type { MasterThresholds } from './supervision/master-overload.js';
