import type { JsonValue, WorkflowDefinition } from '../src/definition/workflow-definition.js';
import type { RunCommand } from '../src/run/commands/index.js';
import { dispatchTask } from '../src/run/commands/dispatch-task.js';
import type { Effect } from '../src/run/effects.js';
import type { RunPhase, TaskRunState } from '../src/run/lifecycle.js';
import { isRunEnded } from '../src/run/lifecycle.js';
import { isRejection } from '../src/run/rejection.js';
import { taskAt, taskOf } from '../src/run/state.js';
import type { HistoryEntry } from './run-engine.js';
import { RunEngine } from './run-engine.js';
import {
  WORKER,
  accepted,
  failed,
  killed,
  lost,
  running,
  start,
  succeeded,
  timedOut,
} from './short-commands.js';

/** How an attempt ends; `silent`: the worker never says. */
export type Ending = 'succeeded' | 'failed' | 'timed-out' | 'killed' | 'lost' | 'silent';

export interface Behaviour {
  readonly end: Ending;
  /** From the start of the attempt to its end, milliseconds; default 0. */
  readonly takes?: number;
  readonly outputs?: Readonly<Record<string, JsonValue>>;
  readonly code?: string;
  readonly retryable?: boolean;
  readonly proven?: boolean;
  /** False: the worker does not react when it is told to end the attempt. */
  readonly obeys?: boolean;
}

/** What happens to the attempts of a task, in order; the last entry repeats. Tasks that are not named succeed at once. */
export type Outcomes = Readonly<Record<string, Ending | Behaviour | readonly (Ending | Behaviour)[]>>;

interface Happening {
  readonly at: number;
  readonly attempt: string;
  readonly command: RunCommand;
}

/**
 * A small engine for one run: dispatches what is queued to a fake worker with as many slots as it takes, reports
 * outcomes by a table, and fires timers as its clock is advanced. Deterministic: the same calls give the same history.
 */
export class RunDriver {
  private readonly engine: RunEngine;
  private readonly offers: number[] = [];
  /** What workers will report, in order of time. */
  private coming: Happening[] = [];

  constructor(
    readonly definition: WorkflowDefinition,
    private readonly outcomes: Outcomes = {},
  ) {
    this.engine = new RunEngine(definition, (effect) => this.perform(effect));
  }

  get now(): number {
    return this.engine.now;
  }

  get history(): readonly HistoryEntry[] {
    return this.engine.history;
  }

  get run(): RunEngine['state'] {
    return this.engine.state;
  }

  get phase(): RunPhase {
    return this.run.phase;
  }

  /** States of all tasks of the effective graph; an allowed failure says so. */
  get states(): Readonly<Record<string, TaskRunState | 'failed (allowed)'>> {
    return Object.fromEntries(
      this.run.graph.tasks.map(({ name, index }) => {
        const { task } = taskAt(this.run, index);
        return [name, task.allowed ? 'failed (allowed)' : task.state];
      }),
    );
  }

  /** Events in short: type and task, such as `TaskQueued extract`. */
  get trail(): readonly string[] {
    return this.history.map(({ event }) =>
      'task' in event.data ? `${event.type} ${event.data.task}` : event.type,
    );
  }

  /** Starts the run and does all that is due at once. */
  start(data: Parameters<typeof start>[1] = {}): this {
    return this.send(start(this.definition, data));
  }

  /** Sends a command and does all that is due at once. Throws when it is rejected. */
  send(command: RunCommand): this {
    const result = this.engine.send(command);
    if (isRejection(result))
      throw new Error(`${command.type} was rejected: ${result.code}: ${result.message}`);
    return this.settle();
  }

  /** Moves the clock, stopping at everything that is due on the way. */
  advance(ms: number): this {
    const until = this.engine.now + ms;
    for (let next = this.nextDue(); next !== undefined && next <= until; next = this.nextDue())
      this.moveTo(next);
    return this.moveTo(until);
  }

  /** Moves the clock until the run has ended or nothing is left that time would bring. */
  finish(): this {
    for (let next = this.nextDue(); next !== undefined && !isRunEnded(this.phase); next = this.nextDue()) {
      this.moveTo(next);
    }
    return this;
  }

  /** Milliseconds from the start of the run to the nth event (from 1) of this type, of this task if one is named. */
  timeOf(type: HistoryEntry['event']['type'], task?: string, nth = 1): number {
    const found = this.history.filter(
      ({ event }) =>
        event.type === type && (task === undefined || ('task' in event.data && event.data.task === task)),
    )[nth - 1];
    if (!found)
      throw new Error(`There is no ${type} number ${nth}${task === undefined ? '' : ` of ${task}`}.`);
    return found.at - this.run.startedAt;
  }

  private nextDue(): number | undefined {
    const times = [this.engine.nextTimer?.dueAt, this.coming[0]?.at].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  private moveTo(time: number): this {
    this.engine.now = Math.max(this.engine.now, time);
    return this.settle();
  }

  /** Reports go before timers, timers before dispatches. */
  private settle(): this {
    for (;;) {
      this.engine.continueAll();
      if (!this.reportNext() && !this.fireNext() && !this.dispatchNext()) return this;
    }
  }

  private reportNext(): boolean {
    const [next] = this.coming;
    if (!next || next.at > this.engine.now) return false;
    this.coming.shift();
    this.engine.send(next.command);
    return true;
  }

  private fireNext(): boolean {
    const next = this.engine.nextTimer;
    if (!next || next.dueAt > this.engine.now) return false;
    this.engine.fire(next.task);
    return true;
  }

  private dispatchNext(): boolean {
    const index = this.offers.shift();
    if (index === undefined) return false;
    const { node, task } = taskAt(this.run, index);
    if (task.state === 'queued')
      this.engine.send(dispatchTask({ task: node.name, attempt: task.attempt, ...WORKER }));
    return true;
  }

  private perform(effect: Effect): void {
    if (effect.effect === 'OfferTask') this.offers.push(effect.task);
    if (effect.effect === 'DispatchTask') this.begin(effect.task);
    if (effect.effect === 'StopTask') this.kill(effect.task, effect.attempt);
  }

  private begin(index: number): void {
    const { node, task } = taskAt(this.run, index);
    const { attempt } = task;
    const { takes = 0, ...behaviour } = this.behaviourOf(node.name, attempt);
    this.plan(0, node.name, attempt, accepted(node.name, { attempt }));
    this.plan(0, node.name, attempt, running(node.name, { attempt }));
    const end = ending(node.name, attempt, behaviour);
    if (end) this.plan(takes, node.name, attempt, end);
  }

  private kill(index: number, attempt: number): void {
    const { name } = taskAt(this.run, index).node;
    if (this.behaviourOf(name, attempt).obeys === false) return;
    this.coming = this.coming.filter((happening) => happening.attempt !== `${name}/${attempt}`);
    this.plan(0, name, attempt, killed(name, { attempt }));
  }

  private plan(after: number, task: string, attempt: number, command: RunCommand): void {
    const at = this.engine.now + after;
    const place = this.coming.findIndex((happening) => happening.at > at);
    const happening = { at, attempt: `${task}/${attempt}`, command };
    this.coming.splice(place < 0 ? this.coming.length : place, 0, happening);
  }

  private behaviourOf(name: string, attempt: number): Behaviour {
    const listed = this.outcomes[taskOf(this.run, name).node.name] ?? 'succeeded';
    const list = isList(listed) ? listed : [listed];
    const one = list[Math.min(attempt, list.length) - 1] ?? 'succeeded';
    return typeof one === 'string' ? { end: one } : one;
  }
}

function ending(task: string, attempt: number, behaviour: Behaviour): RunCommand | undefined {
  const { end, outputs, code, retryable, proven } = behaviour;
  if (end === 'succeeded') return succeeded(task, { attempt, ...(outputs ? { outputs } : {}) });
  if (end === 'timed-out') return timedOut(task, { attempt });
  if (end === 'killed') return killed(task, { attempt });
  if (end === 'lost') return lost(task, { attempt, ...(proven === undefined ? {} : { proven }) });
  if (end === 'silent') return undefined;
  return failed(task, {
    attempt,
    ...(code === undefined ? {} : { code }),
    ...(retryable === undefined ? {} : { retryable }),
  });
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** A driver whose run has ended, or waits for something that time does not bring. */
export function runToEnd(definition: WorkflowDefinition, outcomes: Outcomes = {}): RunDriver {
  return new RunDriver(definition, outcomes).start().finish();
}
