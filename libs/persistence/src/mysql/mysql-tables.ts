import { CATALOGUE_TABLES } from '../tables/catalogue-tables.js';
import { TABLES } from '../tables/index.js';
import { projectionGateTable } from '../tables/projection-gate-table.js';

/** Every table that there is in MySQL: those of the read model, and those that a reset of it leaves alone. */
export const MYSQL_TABLES = [...TABLES, ...CATALOGUE_TABLES, projectionGateTable] as const;
