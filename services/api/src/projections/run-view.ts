import type { TaskRunState } from '@millrace/dag';
import { LogCorruptError } from '@millrace/events/reading';
import type { AttemptEntry, RunRow, StoredRun, TaskRunRow } from '@millrace/persistence';

/** The rows of one run while events are applied to them, and which of them have changed since the last commit. */
export class RunView {
  private row: RunRow | undefined;
  private readonly tasks = new Map<string, TaskRunRow>();
  private readonly counts = new Map<string, number>();
  private readonly changed = new Set<TaskRunRow>();
  /** The run began since the last commit. */
  begun = false;
  /** The rows that its cache has counted for it. */
  counted = 0;

  constructor(
    readonly id: string,
    stored?: StoredRun,
  ) {
    if (!stored) return;
    this.row = stored.run;
    for (const task of stored.tasks) this.tasks.set(task.task, task);
    for (const [state, count] of Object.entries(stored.run.counts)) this.counts.set(state, count);
  }

  get run(): RunRow {
    if (!this.row) throw new LogCorruptError(`Run ${this.id} has events before its start.`);
    return this.row;
  }

  get ended(): boolean {
    return this.run.endedAt !== null;
  }

  /** How many rows it keeps in memory. */
  get size(): number {
    return 1 + this.tasks.size;
  }

  begin(row: RunRow): void {
    this.row = row;
    this.begun = true;
  }

  /** The row of a task run that is about to change; made when the task leaves `waiting`. */
  task(name: string): TaskRunRow {
    let task = this.tasks.get(name);
    if (!task) this.tasks.set(name, (task = newTaskRun(this.id, name)));
    this.changed.add(task);
    return task;
  }

  attempt(task: TaskRunRow, number: number): AttemptEntry {
    const found = task.attempts.findLast((attempt) => attempt.number === number);
    if (!found)
      throw new LogCorruptError(
        `Attempt ${number} of '${task.task}' in run ${this.id} was never dispatched.`,
      );
    return found;
  }

  /** Moves a task run to a state, and with it the run's counts. */
  move(task: TaskRunRow, state: TaskRunState): void {
    if (task.state !== 'waiting') this.count(task.state, -1);
    task.state = state;
    this.count(state, 1);
  }

  /** The task runs that changed; the row of the run is brought up to date with them. */
  takeChanges(): readonly TaskRunRow[] {
    const changes = [...this.changed];
    this.run.counts = Object.fromEntries([...this.counts].filter(([, count]) => count > 0));
    this.changed.clear();
    return changes;
  }

  private count(state: TaskRunState, by: number): void {
    this.counts.set(state, (this.counts.get(state) ?? 0) + by);
  }
}

function newTaskRun(run: string, task: string): TaskRunRow {
  return {
    run,
    task,
    state: 'waiting',
    allowed: false,
    reason: null,
    error: null,
    attempt: 0,
    outputs: null,
    queuedAt: null,
    startedAt: null,
    endedAt: null,
    attempts: [],
  };
}
