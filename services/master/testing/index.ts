export { FakeClock } from './fake-clock.js';
export { MasterWorld, TWO_TASKS } from './master-world.js';
export { TestMaster, heartbeat } from './test-master.js';
