export { chooseGuard } from './process/guard/choose-guard.js';
export type { Guard } from './process/guard/process-guard.js';
export { killMarkedProcesses } from './process/marked-processes.js';
export { processEnvironments } from './process/process-environments.js';
export type { ProcessEnvironment } from './process/process-environments.js';
export type { ProcessHost, ProcessOrder, ProcessStarter, StartedProcess } from './process/process-starter.js';
export { Spawner } from './process/spawner/spawner.js';
export type { SpawnerOptions } from './process/spawner/spawner.js';
