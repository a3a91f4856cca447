import { expect } from 'vitest';
import { canonicalJson } from '../src/definition/canonical-json.js';
import type { WorkflowDefinition } from '../src/definition/workflow-definition.js';
import type { RunCommand } from '../src/run/commands/index.js';
import type { Effect } from '../src/run/effects.js';
import type { RunEvent } from '../src/run/events/index.js';
import type { Rejection } from '../src/run/rejection.js';
import { isRejection } from '../src/run/rejection.js';
import type { Step } from '../src/run/run.js';
import { evolve } from '../src/run/run.js';
import type { RunState } from '../src/run/state.js';
import { RunEngine } from './run-engine.js';
import type { LateCommand } from './short-commands.js';
import { start } from './short-commands.js';

/** Time passes between two items of a history. */
export interface Later {
  readonly later: number;
}

export const later = (ms: number): Later => ({ later: ms });

/** An event is taken as it is, a command is decided with all that follows from it. */
export type Past = RunEvent | RunCommand | LateCommand | Later;

/** A run of this workflow that has started and then lived through `past`. */
export function given(definition: WorkflowDefinition, ...past: readonly Past[]): When {
  return new When(new RunEngine(definition), [start(definition), ...past]);
}

/** The workflow, and no run of it. */
export function givenNoRun(definition: WorkflowDefinition): When {
  return new When(new RunEngine(definition), []);
}

/** The state of a run of this workflow that has started and then lived through `past`. */
export function stateAfter(definition: WorkflowDefinition, past: readonly Past[]): RunState {
  return given(definition, ...past).state();
}

class When {
  constructor(
    private readonly engine: RunEngine,
    private readonly past: readonly Past[],
  ) {}

  /** Decides the last of these with all that follows from it; those before it belong to the past. */
  when(...commands: readonly [...Past[], RunCommand | LateCommand]): Then {
    for (const item of this.past) this.live(item);
    const last = commands[commands.length - 1];
    for (const item of commands.slice(0, -1)) this.live(item);
    if (typeof last === 'function') return this.decide(last(this.engine.state));
    if (!last || !isCommand(last)) throw new Error('The last item of when() must be a command.');
    return this.decide(last);
  }

  state(): RunState {
    for (const item of this.past) this.live(item);
    return this.engine.state;
  }

  private decide(command: RunCommand): Then {
    return new Then(this.engine, this.engine.send(command));
  }

  private live(item: Past): void {
    if (typeof item === 'function') return this.live(item(this.engine.state));
    if ('later' in item) {
      this.engine.now += item.later;
    } else if (isCommand(item)) {
      const result = this.engine.send(item);
      if (isRejection(result))
        throw new Error(`${item.type} in the past was rejected: ${result.code}: ${result.message}`);
    } else {
      this.engine.run = evolve(this.engine.run, item, this.engine.now, () => this.engine.graph);
    }
  }
}

/** What was decided. It has a method `then`, so it must not be awaited; what the methods return may be. */
class Then {
  constructor(
    private readonly engine: RunEngine,
    private readonly result: Step | Rejection,
  ) {}

  /** Just these events, in this order. */
  then(...expected: readonly RunEvent[]): Outcome {
    expect(this.lines()).toEqual(expected.map(lineOf));
    return this.outcome();
  }

  /** These events stand among the others, in this order. */
  thenAmong(...expected: readonly RunEvent[]): Outcome {
    const wanted = expected.map(lineOf);
    expect(this.lines().filter((line) => wanted.includes(line))).toEqual(wanted);
    return this.outcome();
  }

  thenRejected(code: string): void {
    expect(this.result).toMatchObject({ rejected: true, code });
  }

  private outcome(): Outcome {
    if (isRejection(this.result)) throw new Error(`Rejected: ${this.result.code}: ${this.result.message}`);
    return new Outcome(this.result, this.engine.now);
  }

  private lines(): readonly string[] {
    return isRejection(this.result)
      ? [`rejected ${this.result.code}: ${this.result.message}`]
      : this.result.events.map(lineOf);
  }
}

/** What may be said besides the events. */
class Outcome {
  constructor(
    readonly step: Step,
    readonly now: number,
  ) {}

  get run(): RunState {
    return this.step.run;
  }

  /** Just these effects, in this order. */
  andEffects(...expected: readonly Effect[]): void {
    expect(this.step.effects).toEqual(expected);
  }
}

/** One line an event, so that a difference shows as a difference of lines. */
function lineOf({ type, data }: RunEvent): string {
  return `${type} ${canonicalJson(data)}`;
}

function isCommand(item: RunEvent | RunCommand | Later): item is RunCommand {
  return 'type' in item && !('v' in item);
}
