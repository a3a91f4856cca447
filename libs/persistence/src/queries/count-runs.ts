import type { RunPhase } from '@millrace/dag';
import type { DataSource } from 'typeorm';
import type { RunFilter } from '../read-store.js';
import { scopeOf } from './run-conditions.js';

interface Counted {
  readonly state: RunPhase;
  readonly runs: number | string;
}

export async function countRuns(
  source: DataSource,
  filter: RunFilter,
): Promise<Partial<Record<RunPhase, number>>> {
  const { sql, values } = scopeOf(filter);
  const states = filter.states ?? [];
  const conditions = states.length === 0 ? sql : [...sql, `state IN (${states.map(() => '?').join(', ')})`];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const counted = await source.query<readonly Counted[]>(
    `SELECT state, count(*) AS runs FROM run ${where} GROUP BY state`,
    [...values, ...states],
  );
  return Object.fromEntries(counted.map(({ state, runs }) => [state, Number(runs)]));
}
