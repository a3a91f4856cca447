import { TypeormReadStore } from '../typeorm-read-store.js';
import { migrateSchema } from './migrate-schema.js';
import type { MysqlSettings } from './mysql-settings.js';
import { openDataSource } from './read-data-source.js';
import { readModelErrorOf } from './read-model-error-of.js';
import { serverKind } from './server-kind.js';

const CONNECTIONS = 10;

/** Milliseconds; the longest statement, a count of all runs, takes less than a second in a million of them. */
const ANSWER_MS = 30_000;

/** The read model in a database of MySQL or MariaDB. Its connections only read. */
export class MysqlReadStore extends TypeormReadStore {
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
      return new MysqlReadStore(source, judge);
    } catch (error) {
      throw judge(error);
    }
  }
}
