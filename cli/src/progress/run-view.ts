import type { RunEventItem } from '@millrace/api-contract';

/** A failed attempt or task run, as its event told it. */
export interface FailureView {
  readonly code: string;
  readonly message: string;
}

export interface TaskView {
  state: string;
  /** Number of the newest attempt, 0 before the first. */
  attempt: number;
  allowed: boolean;
  worker: string | undefined;
  reason: string | undefined;
  failure: FailureView | undefined;
  /** When it came into its state, milliseconds since 1970. */
  since: number;
}

const RUN_STATES: Readonly<Record<string, string>> = {
  RunStarted: 'running',
  RunPauseRequested: 'pausing',
  RunPaused: 'paused',
  RunResumed: 'running',
  RunFailureDeclared: 'failing',
  RunStopRequested: 'stopping',
  RunSucceeded: 'succeeded',
  RunFailed: 'failed',
  RunStopped: 'stopped',
  RunDiscarded: 'discarded',
};

const TASK_STATES: Readonly<Record<string, string>> = {
  TaskDelayed: 'delayed',
  TaskQueued: 'queued',
  TaskDispatched: 'dispatched',
  AttemptRunning: 'running',
  TaskRetrying: 'retrying',
  TaskHeld: 'held',
  BranchChosen: 'succeeded',
  AttemptSucceeded: 'succeeded',
  TaskFailed: 'failed',
  TaskKilled: 'killed',
  TaskSkipped: 'skipped',
  TaskUpstreamFailed: 'upstream-failed',
};

type Data = Readonly<Record<string, unknown>>;

const isData = (data: unknown): data is Data => typeof data === 'object' && data !== null;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const own = (map: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** What changed with an event: nothing that people are told, the run, or one of its tasks. */
export type Change =
  { readonly kind: 'run' } | { readonly kind: 'task'; readonly name: string; readonly task: TaskView };

/**
 * A run as its events tell it, for showing progress. Events of types that are not known here change nothing, so that a
 * newer server can be followed too.
 */
export class RunView {
  state = 'queued';
  /** Milliseconds since 1970; undefined before the run started. */
  startedAt: number | undefined = undefined;
  endedAt: number | undefined = undefined;
  /** The task or limit that ended the run. */
  because: string | undefined = undefined;
  readonly tasks = new Map<string, TaskView>();

  constructor(
    readonly id: string,
    readonly workflow: string,
    /** Number of task runs, those that have not moved yet too. */
    readonly taskCount: number,
  ) {}

  /** Task runs by state; `failed` leaves out those that were allowed to, which count as `allowed`. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const task of this.tasks.values()) {
      const state = task.allowed ? 'allowed' : task.state;
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    const unseen = this.taskCount - this.tasks.size;
    if (unseen > 0) counts.set('waiting', (counts.get('waiting') ?? 0) + unseen);
    return counts;
  }

  apply(event: RunEventItem): Change | undefined {
    const at = Date.parse(event.at);
    const data = isData(event.data) ? event.data : {};
    const runState = own(RUN_STATES, event.type);
    if (runState !== undefined) return this.#applyToRun(runState, event.type, at, data);
    return event.task === undefined ? undefined : this.#applyToTask(event, event.task, at, data);
  }

  #applyToRun(state: string, type: string, at: number, data: Data): Change {
    this.state = state;
    if (type === 'RunStarted') this.startedAt = at;
    if (['succeeded', 'failed', 'stopped', 'discarded'].includes(state)) this.endedAt = at;
    this.because = textOf(data['because']) ?? this.because;
    return { kind: 'run' };
  }

  #applyToTask(event: RunEventItem, name: string, at: number, data: Data): Change | undefined {
    const task = this.#task(name);
    const code = textOf(data['code']);
    if (code !== undefined) task.failure = { code, message: textOf(data['message']) ?? '' };
    task.attempt = Math.max(task.attempt, event.attempt ?? 0);
    task.worker = textOf(data['worker']) ?? task.worker;
    const state = own(TASK_STATES, event.type);
    if (state === undefined) return undefined;
    task.state = state;
    task.since = at;
    task.reason = textOf(data['reason']) ?? textOf(data['cause']);
    task.allowed = data['allowed'] === true;
    return { kind: 'task', name, task };
  }

  #task(name: string): TaskView {
    const known = this.tasks.get(name);
    if (known !== undefined) return known;
    const task: TaskView = {
      state: 'waiting',
      attempt: 0,
      allowed: false,
      worker: undefined,
      reason: undefined,
      failure: undefined,
      since: 0,
    };
    this.tasks.set(name, task);
    return task;
  }
}
