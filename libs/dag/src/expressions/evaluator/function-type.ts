import type { Value } from '../value.js';
import { ValueError } from '../value-error.js';
import { kindOf } from '../value-kind.js';
import type { Frame } from './frame.js';

/** How a function is called: `f(x)`, `x.f()`, or both. */
export type CallStyle = 'function' | 'method' | 'both';

/** A function that expressions can call. A method gets what stands before the dot as its first argument. */
export interface CelFunction {
  readonly name: string;
  readonly style: CallStyle;
  /** Numbers of arguments it takes, counted with what stands before the dot. */
  readonly arity: readonly number[];
  /** Units of work of a call (`frame.ts`), default 16. */
  readonly work?: number;
  /** Looks at arguments that are literal when it is compiled (others are undefined). Throws a ValueError. */
  check?(args: readonly (Value | undefined)[]): void;
  apply(args: readonly Value[], frame: Frame): Value;
}

export function wrongArgument(name: string, value: Value, hint?: string): ValueError {
  return new ValueError('TYPE', `${name}() does not work on a ${kindOf(value)}.`, hint);
}

/** An argument; absent ones are null, which no function takes. */
export function argument(args: readonly Value[], index: number): Value {
  return args[index] ?? null;
}

export function textArgument(name: string, args: readonly Value[], index: number): string {
  const value = argument(args, index);
  if (typeof value === 'string') return value;
  throw new ValueError('TYPE', `${name}() takes text, not a ${kindOf(value)}.`);
}
