import type { FoldPosition, ProjectionBatch, RunRow, StoredRun, TaskRunRow } from '@millrace/persistence';
import { RunView } from './run-view.js';

/** Rows that are kept between batches, over all runs: about 20 MB. Runs beyond that are read back when they go on. */
const MAX_ROWS = 40_000;

/** The rows of runs that are active or changed in this batch, so that no batch reads back what the last one wrote. */
export class ViewCache {
  private readonly views = new Map<string, RunView>();
  private readonly touched = new Set<RunView>();
  /** Rows of all views, as they were when last counted. */
  private rows = 0;

  constructor(private readonly maxRows = MAX_ROWS) {}

  has(id: string): boolean {
    return this.views.has(id);
  }

  get(id: string): RunView | undefined {
    return this.views.get(id);
  }

  /** A run that starts here, whatever was known under its id. */
  begin(id: string): RunView {
    const old = this.views.get(id);
    if (old) this.forget(old);
    const view = new RunView(id);
    this.views.set(id, view);
    return view;
  }

  adopt(stored: StoredRun): void {
    this.views.set(stored.run.id, new RunView(stored.run.id, stored));
  }

  /** The record at this offset changes the run. */
  touch(view: RunView, offset: number): void {
    this.touched.add(view);
    view.run.lastOffset = offset;
  }

  /** The net effect of everything since the last time on the rows of runs. */
  takeBatch(
    from: FoldPosition | undefined,
    to: FoldPosition,
  ): Omit<ProjectionBatch, 'rejections' | 'unparked'> {
    const begun: RunRow[] = [];
    const runs: RunRow[] = [];
    const taskRuns: TaskRunRow[] = [];
    for (const view of this.touched) {
      for (const task of view.takeChanges()) taskRuns.push(task);
      (view.begun ? begun : runs).push(view.run);
    }
    return { from, to, begun, runs, taskRuns };
  }

  /** The batch is stored: ended runs leave, and the longest unused ones when there are too many. */
  settle(): void {
    for (const view of this.touched) {
      this.forget(view);
      if (!view.ended) this.keep(view);
    }
    for (const view of this.views.values()) {
      if (this.rows <= this.maxRows) return;
      this.forget(view);
    }
  }

  clear(): void {
    this.views.clear();
    this.touched.clear();
    this.rows = 0;
  }

  private keep(view: RunView): void {
    view.begun = false;
    view.counted = view.size;
    this.rows += view.counted;
    this.views.set(view.id, view);
  }

  private forget(view: RunView): void {
    this.views.delete(view.id);
    this.touched.delete(view);
    this.rows -= view.counted;
  }
}
