import type { RowDataPacket } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import type { MysqlSettings } from './mysql-settings.js';
import { placeOf } from './mysql-settings.js';
import { connectionOptions } from './session-pool.js';

/** What TypeORM calls them. Columns and collations differ: with the other word every start would find drift. */
export type ServerKind = 'mysql' | 'mariadb';

/** The first versions with a collation that tells all texts apart, trailing spaces included, and with atomic DDL. */
const OLDEST = { mysql: [8, 0, 17], mariadb: [10, 6, 1] } as const;

/** Asks the server what it is. Throws where it is too old. */
export async function serverKind(settings: MysqlSettings): Promise<ServerKind> {
  const connection = await createConnection(connectionOptions(settings));
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT version() AS version');
    const version = String(rows[0]?.['version']);
    const kind = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
    if (isOlder(version, OLDEST[kind])) {
      throw new Error(
        `The server of ${placeOf(settings)} is version ${version}: MySQL from ${OLDEST.mysql.join('.')} on or ` +
          `MariaDB from ${OLDEST.mariadb.join('.')} on is needed.`,
      );
    }
    return kind;
  } finally {
    await connection.end();
  }
}

function isOlder(version: string, oldest: readonly number[]): boolean {
  const parts = version.split(/[.-]/, oldest.length).map(Number);
  const differs = oldest.findIndex((part, index) => parts[index] !== part);
  return differs !== -1 && (parts[differs] ?? 0) < (oldest[differs] ?? 0);
}
