import { foldStateTable } from './fold-state-table.js';
import { rejectionTable } from './rejection-table.js';
import { runTable } from './run-table.js';
import { taskRunTable } from './task-run-table.js';

/** Every table of the read model. Plain data: the projection makes statements from it without loading TypeORM. */
export const TABLES = [runTable, taskRunTable, rejectionTable, foldStateTable] as const;
