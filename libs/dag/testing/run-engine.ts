import type { WorkflowGraph } from '../src/definition/graph.js';
import type { WorkflowDefinition } from '../src/definition/workflow-definition.js';
import { continueRun } from '../src/run/commands/continue-run.js';
import { fireTimer } from '../src/run/commands/fire-timer.js';
import type { RunCommand } from '../src/run/commands/index.js';
import type { Effect } from '../src/run/effects.js';
import type { RunEvent } from '../src/run/events/index.js';
import type { Rejection } from '../src/run/rejection.js';
import { isRejection } from '../src/run/rejection.js';
import type { Step } from '../src/run/run.js';
import { step } from '../src/run/run.js';
import type { RunState } from '../src/run/state.js';
import { shortStep } from './short-step.js';
import { graphOf } from './workflow-builder.js';

/** A Monday, 02:00 UTC. */
export const START_OF_TIME = Date.UTC(2026, 10, 23, 2);

/** One event of a history with the time of its record. */
export interface HistoryEntry {
  readonly at: number;
  readonly event: RunEvent;
}

/**
 * Holds one run as its owner would: decides commands at the present time, keeps the events, and does what the effects
 * say about timers. It sends nothing by itself; `more` and the timers wait to be asked.
 */
export class RunEngine {
  readonly graph: WorkflowGraph;
  readonly history: HistoryEntry[] = [];
  readonly rejections: Rejection[] = [];
  /** Timers that effects have started and not cancelled, and that have not fired: when due, by task. */
  readonly timers = new Map<number, number>();
  run: RunState | undefined = undefined;
  now = START_OF_TIME;
  /** The last decision was too large for one record. */
  more = false;

  constructor(
    readonly definition: WorkflowDefinition,
    private readonly onEffect: (effect: Effect) => void = () => undefined,
    /** Events a record takes at most; absent: as many as in production. */
    private readonly limit?: number,
  ) {
    this.graph = graphOf(definition);
  }

  get state(): RunState {
    if (!this.run) throw new Error('The run has not started.');
    return this.run;
  }

  send(command: RunCommand): Step | Rejection {
    const meta = { now: this.now, definition: { graph: this.graph, version: 1 } };
    const { run, limit } = this;
    const result = limit === undefined ? step(run, command, meta) : shortStep(run, command, meta, limit);
    if (isRejection(result)) {
      this.rejections.push(result);
      return result;
    }
    this.run = result.run;
    this.more = result.more;
    for (const event of result.events) this.history.push({ at: this.now, event });
    for (const effect of result.effects) this.perform(effect);
    return result;
  }

  /** Decides what follows by itself until nothing more does. */
  continueAll(): void {
    while (this.more) this.send(continueRun({}));
  }

  /** Fires the timer, wherever its due time. */
  fire(task: number): Step | Rejection {
    this.timers.delete(task);
    return this.send(fireTimer({ task }));
  }

  /** The timer that is due first. */
  get nextTimer(): { readonly task: number; readonly dueAt: number } | undefined {
    let next: { readonly task: number; readonly dueAt: number } | undefined;
    for (const [task, dueAt] of this.timers) if (!next || dueAt < next.dueAt) next = { task, dueAt };
    return next;
  }

  private perform(effect: Effect): void {
    if (effect.effect === 'StartTimer') this.timers.set(effect.task, effect.dueAt);
    if (effect.effect === 'CancelTimer') this.timers.delete(effect.task);
    this.onEffect(effect);
  }
}
