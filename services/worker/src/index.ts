export { WorkerModule } from './worker.module.js';
export { WorkerOptions } from './worker-options.js';
export { WorkerService } from './worker.service.js';
