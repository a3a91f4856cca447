import type { z } from 'zod';
import type { WorkflowGraph } from '../definition/graph.js';
import type { Rejection } from './rejection.js';
import type { RunEvent } from './events/index.js';
import type { RunState } from './state.js';

/** What the world adds to a command: time and the definition arrive as data. */
export interface CommandMeta {
  /** Epoch milliseconds, never falling within a partition (L18). */
  readonly now: number;
  /** For StartRun: the definition it names, or the newest; absent when there is none. */
  readonly definition?: { readonly graph: WorkflowGraph; readonly version: number };
  /** W3C trace context of the command. */
  readonly traceparent?: string;
}

export type Decision = readonly RunEvent[] | Rejection;

/** A command as it arrives in a run. */
export interface CommandOf<T extends string, D> {
  readonly type: T;
  readonly data: D;
}

export interface CommandDefinition<T extends string, D> {
  (data: D): CommandOf<T, D>;
  readonly type: T;
  readonly schema: z.ZodType<D>;
  /** `run` is undefined only where the run does not exist. Reads the state, changes nothing. */
  readonly decide: (run: RunState | undefined, data: D, meta: CommandMeta) => Decision;
}

/** Defines a command; the result makes such commands when called. */
export function defineCommand<T extends string, S extends z.ZodType>(
  type: T,
  schema: S,
  decide: (run: RunState | undefined, data: z.infer<S>, meta: CommandMeta) => Decision,
): CommandDefinition<T, z.infer<S>> {
  const make = (data: z.infer<S>): CommandOf<T, z.infer<S>> => ({ type, data });
  return Object.assign(make, { type, schema: schema as z.ZodType<z.infer<S>>, decide });
}
