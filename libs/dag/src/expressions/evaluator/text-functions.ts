import type { Value } from '../value.js';
import { isList, isMap } from '../value-kind.js';
import type { Frame } from './frame.js';
import { charge } from './frame.js';
import type { CelFunction } from './function-type.js';
import { argument, textArgument, wrongArgument } from './function-type.js';
import { matchesPattern, patternWork } from './pattern.js';

/** Characters that cost one unit of work. */
const CHARS_PER_UNIT = 64;

/** Unicode code points of a text, elements of a list, keys of a map; undefined for what has no size. */
export function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string') {
    let size = 0;
    for (const _char of value) size += 1;
    return size;
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (isList(value)) return value.length;
  return isMap(value) ? value.size : undefined;
}

function size(args: readonly Value[], frame: Frame): Value {
  const value = argument(args, 0);
  const count = sizeOf(value);
  if (count === undefined) throw wrongArgument('size', value);
  if (typeof value === 'string') charge(frame, value.length / CHARS_PER_UNIT);
  return BigInt(count);
}

function textTest(name: string, test: (text: string, part: string) => boolean): CelFunction {
  return {
    name,
    style: 'method',
    arity: [2],
    apply: (args, frame) => {
      const text = textArgument(name, args, 0);
      charge(frame, text.length / CHARS_PER_UNIT);
      return test(text, textArgument(name, args, 1));
    },
  };
}

function matches(args: readonly Value[], frame: Frame): Value {
  const text = textArgument('matches', args, 0);
  const pattern = textArgument('matches', args, 1);
  charge(frame, patternWork(text, pattern));
  return matchesPattern(text, pattern);
}

function checkPattern([, pattern]: readonly (Value | undefined)[]): void {
  if (typeof pattern === 'string') matchesPattern('', pattern);
}

export const TEXT_FUNCTIONS: readonly CelFunction[] = [
  { name: 'size', style: 'both', arity: [1], apply: size },
  { name: 'matches', style: 'both', arity: [2], check: checkPattern, apply: matches },
  textTest('contains', (text, part) => text.includes(part)),
  textTest('startsWith', (text, part) => text.startsWith(part)),
  textTest('endsWith', (text, part) => text.endsWith(part)),
];
