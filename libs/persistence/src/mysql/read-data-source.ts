import type { PoolOptions } from 'mysql2';
import { DataSource } from 'typeorm';
import { entitiesOf } from '../tables/entities.js';
import { columnInMysql } from './column-in-mysql.js';
import { MIGRATIONS } from './migrations/index.js';
import type { MysqlSettings } from './mysql-settings.js';
import { MYSQL_TABLES } from './mysql-tables.js';
import type { ServerKind } from './server-kind.js';
import type { Session } from './session-pool.js';
import { connectionOptions, createSessionPool } from './session-pool.js';

/** Where TypeORM notes which migrations are done; `migrations` might be another program's. */
export const MIGRATIONS_TABLE = 'read_model_migrations';

interface Use extends Session {
  /** How many connections there are at most. */
  readonly connections: number;
}

/** Connects TypeORM with the database. Whoever opens it closes it. */
export function openDataSource(
  settings: MysqlSettings,
  type: ServerKind,
  { connections, ...session }: Use,
): Promise<DataSource> {
  const { user, ...options } = connectionOptions(settings);
  const source = new DataSource({
    ...options,
    type,
    username: user,
    poolSize: connections,
    driver: { createPool: (made: PoolOptions) => createSessionPool(made, session) },
    entities: entitiesOf(columnInMysql, MYSQL_TABLES),
    migrations: [...MIGRATIONS],
    migrationsTableName: MIGRATIONS_TABLE,
  });
  return source.initialize();
}
