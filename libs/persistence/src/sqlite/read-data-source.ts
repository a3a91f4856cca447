import { DataSource } from 'typeorm';
import { refuseNewer } from '../refuse-newer.js';
import { entitiesOf } from '../tables/entities.js';
import { MIGRATIONS } from './migrations/index.js';
import { NodeSqliteDatabase } from './node-sqlite-driver.js';

/**
 * Opens the read model and brings its tables to the form of this release. Afterwards the connection only reads: all
 * callers share it, and a transaction of one would take in the statements of the others.
 */
export async function openDataSource(file: string): Promise<DataSource> {
  const source = new DataSource({
    type: 'better-sqlite3',
    driver: NodeSqliteDatabase,
    database: file,
    enableWAL: true,
    // SQLite knows no lengths.
    entities: entitiesOf(({ length: _length, ...column }) => column),
    migrations: [...MIGRATIONS],
  });
  await source.initialize();
  try {
    await refuseNewer(source.createQueryRunner(), {
      known: MIGRATIONS.map(({ name }) => name),
      table: 'migrations',
      where: file,
      wayOut: 'delete the file',
    });
    await source.runMigrations({ transaction: 'each' });
    await source.query('PRAGMA query_only = ON');
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}
