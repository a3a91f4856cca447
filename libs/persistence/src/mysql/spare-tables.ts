import { TABLES } from '../tables/index.js';

/** An empty table that is to take the place of one, and the full one that has made way. */
const FRESH = TABLES.map(({ name }) => `\`${name}_fresh\``);
const GONE = TABLES.map(({ name }) => `\`${name}_gone\``);

/** Drops what a process left that was ended amid the exchange. */
export const DROP_SPARE_TABLES = `DROP TABLE IF EXISTS ${[...FRESH, ...GONE].join(', ')}`;

/**
 * Empties all tables at once: empty ones take their places in one statement, which the server does as a whole or not at
 * all, and which waits for transactions under way. TRUNCATE would end the transaction at each table; DELETE of some
 * million rows takes minutes and as much again of undo log.
 */
export const EMPTY_TABLES: readonly string[] = [
  DROP_SPARE_TABLES,
  ...TABLES.map(({ name }, index) => `CREATE TABLE ${FRESH[index]} LIKE \`${name}\``),
  `RENAME TABLE ${TABLES.map(({ name }, index) => `\`${name}\` TO ${GONE[index]}, ${FRESH[index]} TO \`${name}\``).join(', ')}`,
  DROP_SPARE_TABLES,
];
