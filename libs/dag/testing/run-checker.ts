import type { GraphTask, WorkflowGraph } from '../src/definition/graph.js';
import { canonicalJson } from '../src/definition/canonical-json.js';
import { canonicalState } from '../src/run/canonical-state.js';
import type { RunEvent } from '../src/run/events/index.js';
import type { Branch } from '../src/run/events/branch-chosen.js';
import {
  ATTEMPT_TRANSITIONS,
  RUN_TRANSITIONS,
  TASK_RUN_TRANSITIONS,
  isAttemptEnded,
  isRunEnded,
  isTaskRunEnded,
} from '../src/run/lifecycle.js';
import type { AttemptState, RunPhase, TaskRunState } from '../src/run/lifecycle.js';
import { evolve } from '../src/run/run.js';
import type { RunState, TaskRun } from '../src/run/state.js';
import { taskAt, taskOf } from '../src/run/state.js';
import { timersOf } from '../src/run/timers.js';
import { checkEvent } from './event-laws.js';
import { must } from './must.js';
import { hasUnhandledFailure } from './run-oracle.js';

/** How a task run stood before an event. */
export interface Before {
  readonly phase: RunPhase;
  readonly state: TaskRunState;
  readonly attempt: number;
  readonly attemptState: AttemptState | undefined;
  readonly retries: number;
}

/** What the checker remembers of a task run beyond its state. */
export interface TaskMemory {
  /** Attempts that were dispatched. */
  dispatched: number;
  /** When its last TaskRetrying said that the next attempt is due. */
  retryDueAt: number;
  /** When its present attempt started to run. */
  runningAt: number;
}

/**
 * Folds the events of one run a second time, from scratch, and tests every one against what was promised: the lifecycle
 * tables, I2–I5, I14, I16 and I18 as far as they speak of one run, and the trigger rules as `run-oracle.ts` reads them.
 * Throws with the law that was broken.
 */
export class RunChecker {
  run: RunState | undefined = undefined;
  readonly branches = new Map<string, Branch>();
  private readonly memories = new Map<string, TaskMemory>();
  private stopAsked = false;

  constructor(readonly graph: WorkflowGraph) {}

  /** Takes the events of one record. */
  observe(events: readonly RunEvent[], at: number): void {
    for (const event of events) this.take(event, at);
  }

  /** The live state is what its events say, and holds the timers that were asked for. */
  compare(live: RunState, timers: ReadonlyMap<number, number>): void {
    const replayed = this.run && canonicalJson(canonicalState(this.run));
    must(replayed === canonicalJson(canonicalState(live)), 'a replay gives another state than the live one');
    const held = timersOf(live).map(({ task, dueAt }) => `${task}@${dueAt}`);
    const asked = [...timers].map(([task, dueAt]) => `${task}@${dueAt}`);
    must(
      same(held, asked),
      `timers of the state [${held.join()}] are those of the effects [${asked.join()}]`,
    );
  }

  /** I14: something will move the run, or a person must. `inFlight`: a report, a kill or an offer is under way. */
  checkLive(live: RunState, more: boolean, inFlight: boolean): void {
    const waits =
      isRunEnded(live.phase) ||
      live.phase === 'paused' ||
      more ||
      inFlight ||
      timersOf(live).some(({ task }) => task >= 0) ||
      live.tasks.some((task) => task.state === 'held');
    must(waits, `I14: the run is ${live.phase} and nothing will move it`);
  }

  memoryOf(task: string): TaskMemory {
    let memory = this.memories.get(task);
    if (!memory) this.memories.set(task, (memory = { dispatched: 0, retryDueAt: 0, runningAt: 0 }));
    return memory;
  }

  private take(event: RunEvent, at: number): void {
    must(!this.run || !isRunEnded(this.run.phase), `I5: ${event.type} after the run had ended`);
    this.remember(event);
    const before = this.run && this.snapshot(this.run, event);
    if (this.run && before) checkEvent({ checker: this, run: this.run, event, before, at });
    const others = this.run && statesBut(this.run, event);
    this.run = evolve(this.run, event, at, () => this.graph);
    if (before) this.checkMove(this.run, event, before);
    must(
      others === undefined || same(others, statesBut(this.run, event)),
      `${event.type} moved another task run`,
    );
    checkCounters(this.run);
    if (isRunEnded(this.run.phase)) this.checkEnd(this.run);
  }

  private remember(event: RunEvent): void {
    if (event.type === 'RunStopRequested') this.stopAsked = true;
    if (event.type === 'BranchChosen') this.branches.set(event.data.task, event.data.branch);
  }

  private snapshot(run: RunState, event: RunEvent): Before {
    const task = taskNamed(run, event)?.task;
    const { state = 'waiting', attempt = 0, attemptState, retries = 0 } = task ?? {};
    return { phase: run.phase, state, attempt, attemptState, retries };
  }

  private checkMove(run: RunState, event: RunEvent, before: Before): void {
    const moves = (from: string, to: string, table: readonly string[]): void =>
      must(
        from === to || table.includes(to),
        `${event.type} moves ${from} to ${to}, which is not in the table`,
      );
    moves(before.phase, run.phase, RUN_TRANSITIONS[before.phase]);
    const task = taskNamed(run, event)?.task;
    if (!task) return;
    moves(before.state, task.state, TASK_RUN_TRANSITIONS[before.state]);
    if (task.attempt !== before.attempt || before.attemptState === undefined) {
      const first = task.attemptState === undefined || task.attemptState === 'dispatched';
      must(first, `I3: an attempt begins as ${task.attemptState}`);
      return;
    }
    if (task.attemptState === undefined)
      return must(false, `I16: an attempt was ${before.attemptState} and is nothing`);
    moves(before.attemptState, task.attemptState, ATTEMPT_TRANSITIONS[before.attemptState]);
  }

  private checkEnd(run: RunState): void {
    must(
      run.tasks.every((task) => isTaskRunEnded(task.state)),
      'I5: the run has ended and a task run has not',
    );
    must(
      (run.phase === 'stopped') === this.stopAsked,
      `a run ends as stopped just when it was stopped, not ${run.phase}`,
    );
    if (run.phase === 'succeeded')
      must(!hasUnhandledFailure(run), 'a run with an unhandled failure has succeeded');
    const early = run.endingBecause !== undefined;
    if (run.phase === 'failed' && !early)
      must(hasUnhandledFailure(run), 'a run without unhandled failure has failed');
  }
}

function taskNamed(
  run: RunState,
  event: RunEvent,
): { readonly node: GraphTask; readonly task: TaskRun } | undefined {
  const named = 'task' in event.data && event.type !== 'RunFailureDeclared' ? event.data.task : undefined;
  return named === undefined ? undefined : taskOf(run, named);
}

function statesBut(run: RunState, event: RunEvent): readonly string[] {
  const moved = taskNamed(run, event)?.node.index;
  return run.tasks.map((task, index) =>
    index === moved ? '' : `${index} ${task.state} ${task.attempt} ${task.attemptState}`,
  );
}

function checkCounters(run: RunState): void {
  const count = (holds: (task: TaskRun) => boolean): number => run.tasks.filter(holds).length;
  must(
    run.open === count((task) => !isTaskRunEnded(task.state)),
    '`open` counts the task runs that have not ended',
  );
  const active = (task: TaskRun): boolean =>
    task.attemptState !== undefined && !isAttemptEnded(task.attemptState);
  must(run.active === count(active), '`active` counts the attempts that workers have');
  run.graph.tasks.forEach(({ index, needs }) => {
    const { task } = taskAt(run, index);
    const settled = needs.filter((need) => isTaskRunEnded(taskAt(run, need).task.state)).length;
    must(task.succeededNeeds + task.failedNeeds + task.skippedNeeds === settled, 'needs are counted once');
  });
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join('\n') === [...right].sort().join('\n');
}
