import type { RunState, WorkerRef } from '@millrace/dag';
import { isAttemptEnded, taskAt } from '@millrace/dag';
import type { StoredRun } from './aggregate-store.js';

/** The unfinished attempts of each worker process, in the order in which they were dispatched: gives the floor (L37). */
export class OpenAttempts {
  private readonly byIncarnation = new Map<string, Map<string, number>>();
  private readonly nameOf = new Map<string, string>();
  private readonly incarnationOf = new Map<string, string>();

  /** Of all runs in memory, after a restore. */
  static of(runs: Iterable<StoredRun>): OpenAttempts {
    const found: { readonly run: RunState; readonly index: number; readonly offset: number }[] = [];
    for (const { run } of runs) {
      run.tasks.forEach((task, index) => {
        const open = task.worker && task.attemptState && !isAttemptEnded(task.attemptState);
        if (open) found.push({ run, index, offset: task.dispatchOffset });
      });
    }
    const open = new OpenAttempts();
    found
      .sort((a, b) => a.offset - b.offset)
      .forEach(({ run, index, offset }) => open.add(run, index, offset));
    return open;
  }

  add(run: RunState, index: number, offset: number): void {
    const { node, task } = taskAt(run, index);
    if (!task.worker) return;
    const { incarnation, worker } = task.worker;
    let attempts = this.byIncarnation.get(incarnation);
    if (!attempts) this.byIncarnation.set(incarnation, (attempts = new Map<string, number>()));
    this.nameOf.set(incarnation, worker);
    const key = `${run.id}/${node.name}`;
    attempts.set(key, offset);
    this.incarnationOf.set(key, incarnation);
  }

  /** The attempt of this task run has ended. */
  remove(runId: string, task: string): void {
    const key = `${runId}/${task}`;
    const incarnation = this.incarnationOf.get(key);
    if (incarnation === undefined) return;
    this.incarnationOf.delete(key);
    const attempts = this.byIncarnation.get(incarnation);
    attempts?.delete(key);
    if (attempts?.size !== 0) return;
    this.byIncarnation.delete(incarnation);
    this.nameOf.delete(incarnation);
  }

  /** The processes that have any. */
  workers(): readonly WorkerRef[] {
    return [...this.nameOf].map(([incarnation, worker]) => ({ worker, incarnation }));
  }

  /** Lowest offset of an unfinished attempt of this worker process, `offset` when there is none. */
  floor(incarnation: string, offset: number): number {
    return this.byIncarnation.get(incarnation)?.values().next().value ?? offset;
  }
}
