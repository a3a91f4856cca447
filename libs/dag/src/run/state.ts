import type { GraphTask, WorkflowGraph } from '../definition/graph.js';
import type { JsonValue } from '../definition/workflow-definition.js';
import type { RunStartedData } from './events/run-started.js';
import type { AttemptState, RunPhase, TaskRunState } from './lifecycle.js';

/** The worker process that an attempt is addressed to (L34, L35). */
export interface WorkerRef {
  readonly worker: string;
  /** Random, new for each start of the worker process and for each lost lease. */
  readonly incarnation: string;
}

/** One execution of one task in a run. Times are milliseconds since the start of the run: small integers (hot-path 11). */
export class TaskRun {
  state: TaskRunState = 'waiting';
  /** How the settled needs ended; their sum is the number of settled needs. */
  succeededNeeds = 0;
  failedNeeds = 0;
  skippedNeeds = 0;
  /** Number of the current attempt, 0 before the first is queued. */
  attempt = 0;
  attemptState: AttemptState | undefined = undefined;
  worker: WorkerRef | undefined = undefined;
  /** Retries that count against `retry.max`. */
  retries = 0;
  /** Attempts lost with their worker that do not count as retries. */
  lost = 0;
  /** When the delay, the retry, or the attempt's overdue guard is due; 0: no timer. */
  dueIn = 0;
  /** Where the dispatch of the current attempt stands in the log; set by the log's reader, not by an event (L37). */
  dispatchOffset = 0;
  /** When it was queued: its age in the dispatch heap. */
  queuedIn = 0;
  /** The failure was allowed (`allowFailure`). */
  allowed = false;
  /** The attempt is past its time-out and its worker was told to kill it. */
  overdue = false;
  /** The worker was told to kill the attempt because the run is ending. */
  killAsked = false;
  outputs: Readonly<Record<string, JsonValue>> | undefined = undefined;
}

/**
 * State of a run: what its events make of it, and nothing else. Events change it in place (`evolve`), `decide` reads
 * it only. Derived at once from the events, never stored beside them: the candidates and counters below are the
 * cursor from which a large decision is continued (L44).
 */
export class RunState {
  readonly graph: WorkflowGraph;
  readonly start: RunStartedData;
  readonly startedAt: number;
  readonly tasks: TaskRun[];
  phase: RunPhase = 'running';
  round = 1;
  /** Sequence of the records that touched this run. */
  aseq = 0;
  /** Tasks whose rule must be judged, in the order in which that became due; those before `judged` are done. */
  candidates: number[];
  judged = 0;
  /** Task runs that have not ended. */
  open: number;
  /** Task runs that a worker has: dispatched or running. */
  active = 0;
  /** Task runs that ended failed (not allowed), killed or upstream-failed. */
  failures: number[] = [];
  /** Next task to look at while the run is ended early; -1: no sweep under way. */
  sweep = -1;
  /** Milliseconds since start at which the run's time-out is due; 0: none, or the run is paused. */
  timeoutIn = 0;
  /** What the time-out had left when the run was paused. */
  timeoutLeft = 0;
  /** Why the run is ending early. */
  endingBecause: string | undefined = undefined;
  /** Encoded size of all outputs so far. */
  outputBytes = 0;

  constructor(graph: WorkflowGraph, start: RunStartedData, at: number) {
    this.graph = graph;
    this.start = start;
    this.startedAt = at;
    this.tasks = graph.tasks.map(() => new TaskRun());
    this.candidates = [...graph.roots];
    this.open = graph.tasks.length;
    if (start.timeoutMs !== undefined) this.timeoutIn = start.timeoutMs;
  }

  get id(): string {
    return this.start.run;
  }
}

/** A task of the run with its place in the graph. Throws when the event names a task the definition does not have. */
export function taskOf(run: RunState, name: string): { readonly node: GraphTask; readonly task: TaskRun } {
  const index = run.graph.indexOf.get(name);
  const node = index === undefined ? undefined : run.graph.tasks[index];
  const task = index === undefined ? undefined : run.tasks[index];
  if (!node || !task) throw new Error(`Run ${run.id} has no task '${name}'.`);
  return { node, task };
}

export function taskAt(run: RunState, index: number): { readonly node: GraphTask; readonly task: TaskRun } {
  const node = run.graph.tasks[index];
  const task = run.tasks[index];
  if (!node || !task) throw new Error(`Run ${run.id} has no task at ${index}.`);
  return { node, task };
}
