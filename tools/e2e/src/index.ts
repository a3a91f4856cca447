export { ClusterProcesses } from './cluster/cluster-processes.js';
export type { ClusterOptions } from './cluster/cluster-processes.js';
export type { ServiceHandle } from './cluster/service-handle.js';
export { REPOSITORY } from './repository.js';
export type { RunningSystem } from './running-system.js';
export { StandaloneProcess } from './standalone-process.js';
