export { CatalogueStore } from './catalogue-store.js';
export type { CatalogueTurn, StoredEntry, WaitingEntry } from './catalogue-store.js';
export { mysqlSettingsOf } from './mysql/mysql-settings.js';
export type { MysqlSettings } from './mysql/mysql-settings.js';
export { ProjectionStore } from './projection-store.js';
export type { ProjectionBatch, StoredRun } from './projection-store.js';
export { READ_DATABASES } from './read-databases.js';
export type { ReadDatabase, SharedDatabase } from './read-databases.js';
export {
  PositionConflictError,
  ReadModelBehindError,
  ReadModelDamagedError,
  ReadModelError,
  ReadModelFullError,
  ReadModelTooNewError,
  ReadModelUnavailableError,
  RebuildRunningError,
} from './read-model-errors.js';
export { ReadModelRebuild } from './read-model-rebuild.js';
export { ReadStore } from './read-store.js';
export type { CommandName, RunCursor, RunFilter, RunListQuery, RunPage } from './read-store.js';
export type { FoldPosition } from './rows/fold-position.js';
export type { CommandPlace, RejectionDetail, RejectionRow } from './rows/rejection-row.js';
export type { RunRow, TaskCounts } from './rows/run-row.js';
export type { AttemptEntry, ErrorOfTask, TaskRunRow } from './rows/task-run-row.js';
