/** As long as a command is known by its name (L50). */
const KEEP_MS = 7 * 24 * 3_600_000;

/**
 * Old is what is older than the newest, not than now: so the same log always gives the same rows. The newest is looked
 * up in a table of its own because MySQL reads none that it deletes from.
 */
function forgetOld(table: string): string {
  const newest = `SELECT max(decided_at) AS newest FROM ${table} WHERE log_partition = ?`;
  return (
    `DELETE FROM ${table} WHERE log_partition = ? AND ` +
    `decided_at < (SELECT newest FROM (${newest}) AS of_partition) - ?`
  );
}

/** Deletes the rejections of a partition that are seven days older than its newest. */
export function forgetRejections(
  partition: number,
  table = 'rejection',
): { readonly sql: string; readonly values: number[] } {
  return { sql: forgetOld(table), values: [partition, partition, KEEP_MS] };
}
