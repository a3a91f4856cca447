import type { EntitySchemaOptions } from 'typeorm';
import { DataSource, EntitySchema } from 'typeorm';
import { ReadModelTooNewError } from '../read-model-errors.js';
import { TABLES } from '../tables/index.js';
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
    entities: TABLES.map((table) => new EntitySchema(table as EntitySchemaOptions<object>)),
    migrations: [...MIGRATIONS],
  });
  await source.initialize();
  try {
    await refuseNewer(source, file);
    await source.runMigrations({ transaction: 'each' });
    await source.query('PRAGMA query_only = ON');
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

async function refuseNewer(source: DataSource, file: string): Promise<void> {
  const table = await source.query<readonly unknown[]>(
    "SELECT 1 FROM sqlite_master WHERE name = 'migrations'",
  );
  if (table.length === 0) return;
  const known = new Set<string>(MIGRATIONS.map(({ name }) => name));
  const done = await source.query<readonly { readonly name: string }[]>(
    'SELECT name FROM migrations ORDER BY id',
  );
  const unknown = done.find(({ name }) => !known.has(name));
  if (!unknown) return;
  throw new ReadModelTooNewError(
    `${file} was written by a newer release (it has the migration ${unknown.name}): start the newer release, ` +
      'or delete the file to have it made anew from the log.',
  );
}
