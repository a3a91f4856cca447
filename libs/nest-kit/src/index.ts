export { Clock, SystemClock } from './clock.js';
export { HealthServer } from './health-server.js';
export type { HealthAddress, ServiceState } from './health-server.js';
export { EXIT } from './exit-codes.js';
