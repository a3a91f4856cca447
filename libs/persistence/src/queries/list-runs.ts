import { RUN_TRANSITIONS } from '@millrace/dag';
import type { DataSource } from 'typeorm';
import { In } from 'typeorm';
import type { RunListQuery, RunPage } from '../read-store.js';
import type { RunRow } from '../rows/run-row.js';
import { runTable } from '../tables/run-table.js';
import { scopeOf, stretchOf } from './run-conditions.js';

const ALL_STATES = Object.keys(RUN_TRANSITIONS);

/**
 * Takes the newest of every wanted state from an index that begins with it, and merges them: no filter ever makes it
 * walk over runs that are not wanted, however many there are.
 */
export async function listRuns(source: DataSource, query: RunListQuery): Promise<RunPage> {
  const { sql, values } = newestIds(query);
  const found = await source.query<readonly { readonly id: string }[]>(sql, [...values]);
  const ids = found.map(({ id }) => id).slice(0, query.limit);
  const rows = await source.getRepository<RunRow>(runTable.name).findBy({ id: In(ids) });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const runs = ids.flatMap((id) => byId.get(id) ?? []);
  const last = runs.at(-1);
  return {
    runs,
    next: found.length > query.limit && last ? { startedAt: last.startedAt, id: last.id } : null,
  };
}

/** One more than wanted, to know whether there is a next page. */
export function newestIds(query: RunListQuery): {
  readonly sql: string;
  readonly values: readonly (string | number)[];
} {
  const states = query.states?.length ? [...new Set<string>(query.states)] : ALL_STATES;
  const scope = scopeOf(query);
  const stretch = stretchOf(query);
  const where = [...scope.sql, 'state = ?', ...stretch.sql].join(' AND ');
  const order = 'ORDER BY started_at DESC, id DESC LIMIT ?';
  const branch = `SELECT * FROM (SELECT id, started_at FROM run WHERE ${where} ${order}) AS newest`;
  const limit = query.limit + 1;
  return {
    sql: `${states.map(() => branch).join(' UNION ALL ')} ${order}`,
    values: [...states.flatMap((state) => [...scope.values, state, ...stretch.values, limit]), limit],
  };
}
