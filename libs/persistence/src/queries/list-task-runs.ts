import type { DataSource } from 'typeorm';
import type { TaskRunRow } from '../rows/task-run-row.js';
import { taskRunTable } from '../tables/task-run-table.js';

export function listTaskRuns(source: DataSource, run: string): Promise<readonly TaskRunRow[]> {
  return source.getRepository<TaskRunRow>(taskRunTable.name).find({ where: { run }, order: { task: 'ASC' } });
}
