import type { DataSource, QueryRunner } from 'typeorm';
import { MigrationExecutor } from 'typeorm';
import { refuseNewer } from '../refuse-newer.js';
import { MIGRATIONS } from './migrations/index.js';
import type { MysqlSettings } from './mysql-settings.js';
import { placeOf, rebuildLockOf } from './mysql-settings.js';
import { MYSQL_TABLES } from './mysql-tables.js';
import { DROP_NEXT_TABLES } from './next-tables.js';
import { MIGRATIONS_TABLE, openDataSource } from './read-data-source.js';
import { withSchemaLock } from './schema-lock.js';
import type { ServerKind } from './server-kind.js';
import { DROP_SPARE_TABLES } from './spare-tables.js';

/** Is there while tables are changed: these servers take no DDL back, so whoever finds it begins anew. */
const UNFINISHED = 'read_model_unfinished';

const NAMES = MYSQL_TABLES.map(({ name }) => name);

/**
 * Brings the tables to the form of this release, one process at a time. Tables that are missing, or were left half
 * changed, are all made anew, empty, for the projection and the comparison of the catalogue to fill from the log. Throws ReadModelTooNewError.
 */
export async function migrateSchema(settings: MysqlSettings, type: ServerKind): Promise<void> {
  // One connection, because it holds the lock; a change of a large table takes as long as it takes.
  const source = await openDataSource(settings, type, { connections: 1, access: 'READ WRITE', answerMs: 0 });
  try {
    const runner = source.createQueryRunner();
    const ask = (sql: string, values: readonly unknown[]) =>
      runner.query(sql, [...values]) as Promise<readonly object[]>;
    await withSchemaLock(ask, settings, () => new SchemaMigration(source, runner, settings).run());
    await runner.release();
  } finally {
    await source.destroy();
  }
}

class SchemaMigration {
  private readonly executor: MigrationExecutor;

  constructor(
    source: DataSource,
    private readonly runner: QueryRunner,
    private readonly settings: MysqlSettings,
  ) {
    this.executor = new MigrationExecutor(source, runner);
    this.executor.transaction = 'none';
  }

  async run(): Promise<void> {
    await refuseNewer(this.runner, {
      known: MIGRATIONS.map(({ name }) => name),
      table: MIGRATIONS_TABLE,
      where: placeOf(this.settings),
      wayOut: 'drop its tables',
    });
    if (await this.runner.hasTable(UNFINISHED)) await this.dropAll();
    await this.migrate();
    if (await this.isComplete()) return;
    await this.dropAll();
    await this.migrate();
  }

  private async migrate(): Promise<void> {
    await this.runner.query(DROP_SPARE_TABLES);
    const isDone = (await this.executor.getPendingMigrations()).length === 0;
    // Tables that are made in the form of another release must not take the place of these.
    if (!isDone || !(await this.isRebuilding())) await this.runner.query(DROP_NEXT_TABLES);
    if (isDone) return;
    await this.runner.query(`CREATE TABLE ${UNFINISHED} (since bigint)`);
    await this.executor.executePendingMigrations();
    await this.runner.query(`DROP TABLE ${UNFINISHED}`);
  }

  private async isRebuilding(): Promise<boolean> {
    const sql = 'SELECT IS_USED_LOCK(?) AS holder';
    const [row] = (await this.runner.query(sql, [rebuildLockOf(this.settings)])) as readonly {
      readonly holder: unknown;
    }[];
    return row !== undefined && row.holder !== null;
  }

  private async isComplete(): Promise<boolean> {
    for (const name of NAMES) if (!(await this.runner.hasTable(name))) return false;
    return true;
  }

  private async dropAll(): Promise<void> {
    const names = [...NAMES, MIGRATIONS_TABLE, UNFINISHED];
    for (const name of names) await this.runner.query(`DROP TABLE IF EXISTS \`${name}\``);
  }
}
