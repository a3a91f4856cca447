import type { WorkflowGraph } from '../definition/graph.js';
import type { CommandMeta, CommandOf, Decision } from './define-command.js';
import type { EventHandlers, EventOf } from './define-event.js';
import type { Effect } from './effects.js';
import { commands } from './commands/index.js';
import type { RunEvent } from './events/index.js';
import { events } from './events/index.js';
import type { RunStartedData } from './events/run-started.js';
import { followUp } from './follow-up.js';
import type { Rejection } from './rejection.js';
import { isRejection, reject } from './rejection.js';
import { RunState } from './state.js';

/** Gives the graph of a definition by its hash; undefined when it is not there (L3: the run is stopped, loudly). */
export type DefinitionResolver = (hash: string) => WorkflowGraph | undefined;

/** A command or event whose type is known only at run time. */
export type AnyCommand = CommandOf<string, unknown>;
export type AnyEvent = EventOf<string, unknown>;

/** Yes (facts) or no (a rejection). Reads the state, changes nothing. */
export function decide(run: RunState | undefined, command: AnyCommand, meta: CommandMeta): Decision {
  const definition = commands.get(command.type);
  if (!definition) return reject('UNKNOWN_COMMAND', `There is no command '${command.type}'.`);
  const handler = definition.decide as (
    run: RunState | undefined,
    data: unknown,
    meta: CommandMeta,
  ) => Decision;
  return handler(run, command.data, meta);
}

/** Applies a fact in place; gives the run, newly made by RunStarted. Throws only where the log is corrupt. */
export function evolve(
  run: RunState | undefined,
  event: AnyEvent,
  at: number,
  definitions: DefinitionResolver,
): RunState {
  const state = run ?? create(event, at, definitions);
  handlersOf(event).evolve(state, event.data, at);
  return state;
}

/** What a fresh fact asks of the world. Never called on replay. */
export function react(run: RunState, event: AnyEvent, at: number): readonly Effect[] {
  return handlersOf(event).react?.(run, event.data, at) ?? [];
}

/** Events that one record takes at most (L43), with room for the dispatches that join them. */
export const MAX_STEP_EVENTS = 400;

export interface Step {
  readonly run: RunState;
  readonly events: readonly RunEvent[];
  readonly effects: readonly Effect[];
  /** More follows by itself than one record takes: the owner sends ContinueRun (L44). */
  readonly more: boolean;
}

/** Decides a command and all that follows from it by itself, evolving the run in place. */
export function step(run: RunState | undefined, command: AnyCommand, meta: CommandMeta): Step | Rejection {
  const decision = decide(run, command, meta);
  if (isRejection(decision)) return decision;
  const resolver: DefinitionResolver = () => meta.definition?.graph;
  const done: RunEvent[] = [];
  const effects: Effect[] = [];
  let state = run;
  const apply = (event: RunEvent): RunState => {
    const next = evolve(state, event, meta.now, resolver);
    done.push(event);
    effects.push(...react(next, event, meta.now));
    return (state = next);
  };
  decision.forEach(apply);
  if (!state) throw new Error(`'${command.type}' made no run.`);
  let next = followUp(state, meta);
  while (next && done.length < MAX_STEP_EVENTS) {
    apply(next);
    next = followUp(state, meta);
  }
  return { run: state, events: done, effects, more: next !== undefined };
}

function handlersOf(event: AnyEvent): EventHandlers<unknown> {
  const definition = events.get(event.type);
  if (!definition) throw new Error(`The log has an event '${event.type}' that this release does not know.`);
  return definition as EventHandlers<unknown>;
}

function create(event: AnyEvent, at: number, definitions: DefinitionResolver): RunState {
  if (event.type !== 'RunStarted')
    throw new Error(`The log has '${event.type}' for a run that is not known.`);
  const data = event.data as RunStartedData;
  const graph = definitions(data.definition);
  if (!graph)
    throw new Error(`The definition ${data.definition} of run ${data.run} is missing from the catalogue.`);
  return new RunState(graph, data, at);
}
