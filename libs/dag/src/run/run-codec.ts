import { z } from 'zod';
import type { WorkflowGraph } from '../definition/graph.js';
import type { JsonValue } from '../definition/workflow-definition.js';
import { changedFields } from './changed-fields.js';
import { encodedValues } from './encoded-values.js';
import { runStarted } from './events/run-started.js';
import { ATTEMPT_TRANSITIONS, RUN_TRANSITIONS, TASK_RUN_TRANSITIONS } from './lifecycle.js';
import type { WorkerRef } from './state.js';
import { RunState, taskAt, taskOf } from './state.js';

const count = z.int().min(0);
const taskSchema = z.strictObject({
  state: statesOf(TASK_RUN_TRANSITIONS).optional(),
  succeededNeeds: count.optional(),
  failedNeeds: count.optional(),
  skippedNeeds: count.optional(),
  attempt: count.optional(),
  attemptState: statesOf(ATTEMPT_TRANSITIONS).optional(),
  worker: count.optional().describe('index in `workers`'),
  retries: count.optional(),
  lost: count.optional(),
  dueIn: count.optional(),
  dispatchOffset: z.int().optional(),
  queuedIn: z.int().optional(),
  allowed: z.boolean().optional(),
  overdue: z.boolean().optional(),
  killAsked: z.boolean().optional(),
  outputs: encodedValues.optional(),
});

const runSchema = z.strictObject({
  v: z.literal(1),
  start: runStarted.schema,
  startedAt: z.int(),
  phase: statesOf(RUN_TRANSITIONS),
  round: count,
  aseq: z.int(),
  open: count,
  active: count,
  sweep: z.int(),
  timeoutIn: count,
  timeoutLeft: count,
  endingBecause: z.string().optional(),
  outputBytes: count,
  candidates: z.array(z.string()),
  failures: z.array(z.string()),
  workers: z.array(z.tuple([z.string(), z.string()])),
  tasks: z.record(z.string(), taskSchema).describe('without those that were never touched'),
});

/** A run for a snapshot: plain JSON, nothing lost but the graph, which its hash in `start.definition` names. */
export function encodeRun(run: RunState): JsonValue {
  const { graph, tasks: _tasks, candidates, judged, failures, ...rest } = run;
  const nameAt = (index: number): string => taskAt(run, index).node.name;
  const workers = new WorkerTable();
  const touched = graph.tasks.flatMap(({ index, name }) => {
    const { task } = taskAt(run, index);
    const fields = changedFields(task);
    if (!fields) return [];
    return [[name, task.worker ? { ...fields, worker: workers.indexOf(task.worker) } : fields] as const];
  });
  const encoded = {
    v: 1,
    ...rest,
    candidates: candidates.slice(judged).map(nameAt),
    failures: failures.map(nameAt),
    workers: workers.entries,
    tasks: Object.fromEntries(touched),
  };
  return JSON.parse(JSON.stringify(encoded)) as JsonValue;
}

/** The inverse of `encodeRun`. Throws where the JSON is not one of its, or the graph is not that of the run. */
export function decodeRun(json: JsonValue, graph: WorkflowGraph): RunState {
  const {
    v: _v,
    start,
    startedAt,
    candidates,
    failures,
    workers,
    tasks,
    ...progress
  } = runSchema.parse(json);
  if (start.definition !== graph.hash) {
    throw new Error(
      `The snapshot of run ${start.run} needs the definition ${start.definition}, not ${graph.hash}.`,
    );
  }
  const run = new RunState(graph, start, startedAt);
  const indexOf = (name: string): number => taskOf(run, name).node.index;
  Object.assign(run, progress, { candidates: candidates.map(indexOf), failures: failures.map(indexOf) });
  const refs = workers.map(([worker, incarnation]): WorkerRef => ({ worker, incarnation }));
  for (const [name, { worker, ...fields }] of Object.entries(tasks)) {
    Object.assign(taskOf(run, name).task, fields, worker === undefined ? {} : { worker: refs[worker] });
  }
  return run;
}

/** Most attempts of a run share few worker processes: each stands once. */
class WorkerTable {
  readonly entries: (readonly [worker: string, incarnation: string])[] = [];
  private readonly known = new Map<string, number>();

  indexOf({ worker, incarnation }: WorkerRef): number {
    const key = JSON.stringify([worker, incarnation]);
    const index = this.known.get(key) ?? this.entries.length;
    if (index === this.entries.length) {
      this.known.set(key, index);
      this.entries.push([worker, incarnation]);
    }
    return index;
  }
}

function statesOf<S extends string>(transitions: Readonly<Record<S, readonly S[]>>): z.ZodType<S> {
  return z.custom<S>((value) => typeof value === 'string' && Object.hasOwn(transitions, value));
}
