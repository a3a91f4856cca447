import type { DataSource } from 'typeorm';
import type { TaskRunRow } from '../rows/task-run-row.js';
import { taskRunTable } from '../tables/task-run-table.js';

export async function findTaskRun(
  source: DataSource,
  run: string,
  task: string,
): Promise<TaskRunRow | undefined> {
  const found = await source.getRepository<TaskRunRow>(taskRunTable.name).findOneBy({ run, task });
  return found ?? undefined;
}
