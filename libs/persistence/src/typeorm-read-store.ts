import type { RunPhase } from '@millrace/dag';
import type { DataSource } from 'typeorm';
import { countRuns } from './queries/count-runs.js';
import { findNamedRejection, findRejection } from './queries/find-rejection.js';
import { findRun } from './queries/find-run.js';
import { findTaskRun } from './queries/find-task-run.js';
import { foldPositions } from './queries/fold-positions.js';
import { listRuns } from './queries/list-runs.js';
import { listTaskRuns } from './queries/list-task-runs.js';
import type { CommandName, RunFilter, RunListQuery, RunPage } from './read-store.js';
import { ReadStore } from './read-store.js';
import type { FoldPosition } from './rows/fold-position.js';
import type { CommandPlace, RejectionRow } from './rows/rejection-row.js';
import type { RunRow } from './rows/run-row.js';
import type { TaskRunRow } from './rows/task-run-row.js';

/** The read model over TypeORM, whatever database it is kept in. */
export abstract class TypeormReadStore extends ReadStore {
  /** `judge`: what a failure of the database says of the read model. */
  protected constructor(
    protected readonly source: DataSource,
    private readonly judge: (cause: unknown) => unknown,
  ) {
    super();
  }

  override findRun(id: string): Promise<RunRow | undefined> {
    return this.guarded(findRun(this.source, id));
  }

  override listRuns(query: RunListQuery): Promise<RunPage> {
    return this.guarded(listRuns(this.source, query));
  }

  override countRuns(filter: RunFilter): Promise<Partial<Record<RunPhase, number>>> {
    return this.guarded(countRuns(this.source, filter));
  }

  override findTaskRun(run: string, task: string): Promise<TaskRunRow | undefined> {
    return this.guarded(findTaskRun(this.source, run, task));
  }

  override listTaskRuns(run: string): Promise<readonly TaskRunRow[]> {
    return this.guarded(listTaskRuns(this.source, run));
  }

  override findRejection(place: CommandPlace): Promise<RejectionRow | undefined> {
    return this.guarded(findRejection(this.source, place));
  }

  override findNamedRejection(name: CommandName): Promise<RejectionRow | undefined> {
    return this.guarded(findNamedRejection(this.source, name));
  }

  override foldPositions(): Promise<readonly FoldPosition[]> {
    return this.guarded(foldPositions(this.source));
  }

  override close(): Promise<void> {
    return this.source.destroy();
  }

  protected async guarded<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      throw this.judge(error);
    }
  }
}
