export { expectGroupGone } from './expect-group-gone.js';
export { escapes, GuardHost, sleepersOf } from './guard-host.js';
export type { WantedGuard } from './guard-host.js';
export { makeContext } from './make-context.js';
export type { TestContext, TestContextOptions } from './make-context.js';
export { makeSpawner, SOURCE, sourceSpawner } from './source-spawner.js';
export { taskContract } from './task.contract.js';
export type { TaskContractCase } from './task.contract.js';
