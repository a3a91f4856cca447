import type { z } from 'zod';
import type { Effect } from './effects.js';
import type { RunState } from './state.js';

/** An event as it stands in a record. */
export interface EventOf<T extends string, D> {
  readonly type: T;
  readonly v: number;
  readonly data: D;
}

export interface EventHandlers<D> {
  /** Changes the run in place. Never refuses, looks at nothing but run, data and the record's time. */
  readonly evolve: (run: RunState, data: D, at: number) => void;
  /** What follows for the world. Only after a fresh decision, never on replay. */
  readonly react?: (run: RunState, data: D, at: number) => readonly Effect[];
}

export interface EventDefinition<T extends string, D> extends EventHandlers<D> {
  (data: D): EventOf<T, D>;
  readonly type: T;
  readonly version: number;
  readonly schema: z.ZodType<D>;
}

/** Defines an event; the result makes such events when called. */
export function defineEvent<T extends string, S extends z.ZodType>(
  type: T,
  version: number,
  schema: S,
  handlers: EventHandlers<z.infer<S>>,
): EventDefinition<T, z.infer<S>> {
  const make = (data: z.infer<S>): EventOf<T, z.infer<S>> => ({ type, v: version, data });
  return Object.assign(make, { type, version, schema: schema as z.ZodType<z.infer<S>>, ...handlers });
}
