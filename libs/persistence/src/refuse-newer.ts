import type { QueryRunner } from 'typeorm';
import { ReadModelTooNewError } from './read-model-errors.js';

interface MigrationsOf {
  /** Names of the migrations of this release. */
  readonly known: readonly string[];
  /** The table in which TypeORM notes which of them are done. */
  readonly table: string;
  /** Where the read model is kept. */
  readonly where: string;
  /** What a person does who does not want the newer release. */
  readonly wayOut: string;
}

/** Throws ReadModelTooNewError where a migration has been done that this release does not know. */
export async function refuseNewer(
  runner: QueryRunner,
  { known, table, where, wayOut }: MigrationsOf,
): Promise<void> {
  if (!(await runner.hasTable(table))) return;
  const done = (await runner.query(`SELECT name FROM ${table} ORDER BY id`)) as readonly {
    readonly name: string;
  }[];
  const unknown = done.find(({ name }) => !known.includes(name));
  if (!unknown) return;
  throw new ReadModelTooNewError(
    `${where} was written by a newer release (it has the migration ${unknown.name}): start the newer release, ` +
      `or ${wayOut} to have it made anew from the log.`,
  );
}
