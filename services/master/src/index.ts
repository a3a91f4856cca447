export { MasterModule } from './master.module.js';
export { MasterOptions } from './master-options.js';
export { MasterService } from './master.service.js';
