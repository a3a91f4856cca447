import type { DataSource } from 'typeorm';
import type { FoldPosition } from '../rows/fold-position.js';
import { TypeormReadStore } from '../typeorm-read-store.js';
import { migrateSchema } from './migrate-schema.js';
import type { MysqlSettings } from './mysql-settings.js';
import { rebuildLockOf } from './mysql-settings.js';
import { NEXT } from './next-tables.js';
import { openDataSource } from './read-data-source.js';
import { errnoOf, readModelErrorOf } from './read-model-error-of.js';
import { ReadTables } from './read-tables.js';
import { serverKind } from './server-kind.js';
import { NO_SUCH_TABLE } from './server-faults.js';

const CONNECTIONS = 10;

/** Milliseconds; the longest statement, a count of all runs, takes less than a second in a million of them. */
const ANSWER_MS = 30_000;

const NEXT_POSITIONS = new ReadTables(NEXT).positions;

/** The read model in a database of MySQL or MariaDB. Its connections only read. */
export class MysqlReadStore extends TypeormReadStore {
  private constructor(
    source: DataSource,
    private readonly settings: MysqlSettings,
    judge: (cause: unknown) => unknown,
  ) {
    super(source, judge);
  }

  /** Makes the tables, or brings them to this release. Throws ReadModelTooNewError and ReadModelUnavailableError. */
  static async open(settings: MysqlSettings): Promise<MysqlReadStore> {
    const judge = (cause: unknown): unknown => readModelErrorOf(cause, settings);
    try {
      const kind = await serverKind(settings);
      await migrateSchema(settings, kind);
      const source = await openDataSource(settings, kind, {
        connections: CONNECTIONS,
        access: 'READ ONLY',
        answerMs: ANSWER_MS,
      });
      return new MysqlReadStore(source, settings, judge);
    } catch (error) {
      throw judge(error);
    }
  }

  override rebuildPositions(): Promise<readonly FoldPosition[] | undefined> {
    return this.guarded(this.positionsOfRebuild());
  }

  private async positionsOfRebuild(): Promise<readonly FoldPosition[] | undefined> {
    const [lock] = await this.source.query<readonly { readonly holder: unknown }[]>(
      'SELECT IS_USED_LOCK(?) AS holder',
      [rebuildLockOf(this.settings)],
    );
    if (!lock || lock.holder === null) return undefined;
    try {
      const sql = NEXT_POSITIONS.select('ORDER BY log_partition');
      const rows = await this.source.query<readonly Readonly<Record<string, unknown>>[]>(sql);
      return rows.map((row) => NEXT_POSITIONS.read(row));
    } catch (error) {
      // It has only just begun, or has taken the place of the other.
      if (errnoOf(error) === NO_SUCH_TABLE) return [];
      throw error;
    }
  }
}
