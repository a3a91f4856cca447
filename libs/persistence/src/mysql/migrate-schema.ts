import type { DataSource, QueryRunner } from 'typeorm';
import { MigrationExecutor } from 'typeorm';
import { refuseNewer } from '../refuse-newer.js';
import { TABLES } from '../tables/index.js';
import { MIGRATIONS } from './migrations/index.js';
import type { MysqlSettings } from './mysql-settings.js';
import { placeOf } from './mysql-settings.js';
import { MIGRATIONS_TABLE, openDataSource } from './read-data-source.js';
import { withSchemaLock } from './schema-lock.js';
import type { ServerKind } from './server-kind.js';
import { DROP_SPARE_TABLES } from './spare-tables.js';

/** Is there while tables are changed: these servers take no DDL back, so whoever finds it begins anew. */
const UNFINISHED = 'read_model_unfinished';

/**
 * Brings the tables to the form of this release, one process at a time. Tables that are missing, or were left half
 * changed, are all made anew, empty, for the projection to fill. Throws ReadModelTooNewError.
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
    if ((await this.executor.getPendingMigrations()).length === 0) return;
    await this.runner.query(`CREATE TABLE ${UNFINISHED} (since bigint)`);
    await this.executor.executePendingMigrations();
    await this.runner.query(`DROP TABLE ${UNFINISHED}`);
  }

  private async isComplete(): Promise<boolean> {
    for (const { name } of TABLES) if (!(await this.runner.hasTable(name))) return false;
    return true;
  }

  private async dropAll(): Promise<void> {
    const names = [...TABLES.map(({ name }) => name), MIGRATIONS_TABLE, UNFINISHED];
    for (const name of names) await this.runner.query(`DROP TABLE IF EXISTS \`${name}\``);
  }
}
