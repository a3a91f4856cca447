export type { ProcessHost, ProcessOrder, ProcessStarter, StartedProcess } from './process/process-starter.js';
export { Spawner } from './process/spawner/spawner.js';
