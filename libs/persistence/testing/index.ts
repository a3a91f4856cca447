export { makeMysqlSchema } from './mysql-schema.js';
export type { MysqlSchema } from './mysql-schema.js';
export { aRun, aTaskRun, positionAt } from './sample-rows.js';
export { readStoreContract } from './read-store.contract.js';
export type { OpenedReadModel } from './read-store.contract.js';
