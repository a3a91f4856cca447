import type { DataSource } from 'typeorm';
import type { RunRow } from '../rows/run-row.js';
import { runTable } from '../tables/run-table.js';

export async function findRun(source: DataSource, id: string): Promise<RunRow | undefined> {
  const found = await source.getRepository<RunRow>(runTable.name).findOneBy({ id });
  return found ?? undefined;
}
