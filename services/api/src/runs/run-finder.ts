import type { RunRow, TaskRunRow } from '@millrace/persistence';
import { ReadStore } from '@millrace/persistence';
import { Injectable } from '@nestjs/common';
import { notFound } from '../http/api-problem.js';

/** Finds runs in the read model, or says that there are none. */
@Injectable()
export class RunFinder {
  constructor(private readonly store: ReadStore) {}

  /** Throws UNKNOWN_RUN. */
  async run(id: string): Promise<RunRow> {
    const row = await this.store.findRun(id);
    if (row) return row;
    throw notFound('UNKNOWN_RUN', `There is no run ${id}.`);
  }

  /** The rows of the task runs that have left `waiting`, by task. */
  async taskRuns(id: string): Promise<ReadonlyMap<string, TaskRunRow>> {
    const rows = await this.store.listTaskRuns(id);
    return new Map(rows.map((row) => [row.task, row]));
  }
}
