import type { RunFilter, RunListQuery } from '../read-store.js';

/** Conditions joined by AND, with the values of their question marks in order. */
export interface Conditions {
  readonly sql: readonly string[];
  readonly values: readonly (string | number)[];
}

/** Which runs belong to the filter, whatever their state. */
export function scopeOf({ project, workflow }: RunFilter): Conditions {
  if (project === undefined && workflow !== undefined) {
    throw new TypeError(`Runs of workflow '${workflow}' were asked for without their project: name both.`);
  }
  const named = [
    ['project = ?', project],
    ['workflow = ?', workflow],
  ] as const;
  return only(named);
}

/** Which stretch of the list is wanted. */
export function stretchOf({ startedAfter, startedBefore, cursor }: RunListQuery): Conditions {
  const { sql, values } = only([
    ['started_at > ?', startedAfter],
    ['started_at < ?', startedBefore],
  ]);
  if (!cursor) return { sql, values };
  // The first half lets the index begin at the cursor, in every SQL dialect.
  return {
    sql: [...sql, 'started_at <= ?', '(started_at < ? OR id < ?)'],
    values: [...values, cursor.startedAt, cursor.startedAt, cursor.id],
  };
}

function only(pairs: readonly (readonly [sql: string, value: string | number | undefined])[]): Conditions {
  const sql: string[] = [];
  const values: (string | number)[] = [];
  for (const [condition, value] of pairs) {
    if (value === undefined) continue;
    sql.push(condition);
    values.push(value);
  }
  return { sql, values };
}
