import { TABLES } from '../tables/index.js';

/** What the names of tables end with that are to take the place of those of the read model. */
export const NEXT = '_next';

const next = (name: string): string => `\`${name}${NEXT}\``;
const gone = (name: string): string => `\`${name}_gone\``;
const names = TABLES.map(({ name }) => name);

export const DROP_NEXT_TABLES = `DROP TABLE IF EXISTS ${names.map(next).join(', ')}`;

export const MAKE_NEXT_TABLES: readonly string[] = [
  DROP_NEXT_TABLES,
  ...names.map((name) => `CREATE TABLE ${next(name)} LIKE \`${name}\``),
];

/** All at once or not at all; waits for statements under way. The old tables stay behind as spare ones. */
export const EXCHANGE_TABLES = `RENAME TABLE ${names
  .map((name) => `\`${name}\` TO ${gone(name)}, ${next(name)} TO \`${name}\``)
  .join(', ')}`;
