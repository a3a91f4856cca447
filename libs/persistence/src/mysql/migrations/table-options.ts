import type { QueryRunner } from 'typeorm';

/**
 * Collations that compare texts by their characters alone, in the order of SQLite: `a`, `A`, `ä` and `a ` are four ids.
 * The older `utf8mb4_bin`, which both servers have, takes `a` and `a ` for one.
 */
const COLLATION = { mysql: 'utf8mb4_0900_bin', mariadb: 'utf8mb4_nopad_bin' } as const;

/** What every table of the read model ends with. */
export function tableOptions({ dataSource }: QueryRunner): string {
  const collation = dataSource.options.type === 'mariadb' ? COLLATION.mariadb : COLLATION.mysql;
  return `ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE ${collation}`;
}
