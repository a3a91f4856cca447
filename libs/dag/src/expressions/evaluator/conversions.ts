import { formatValue } from '../format-value.js';
import { parseDouble, parseInteger } from '../parse-scalar.js';
import type { Value } from '../value.js';
import { quoted, ValueError } from '../value-error.js';
import { checkedInt } from './operators.js';
import { checkedSize } from './result-size.js';
import type { CelFunction } from './function-type.js';
import { argument, wrongArgument } from './function-type.js';

function intOfDouble(value: number): bigint {
  if (Number.isFinite(value)) return checkedInt(BigInt(Math.trunc(value)));
  throw new ValueError('OUT_OF_RANGE', `${value} is not an integer.`);
}

function toInt(args: readonly Value[]): Value {
  const value = argument(args, 0);
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return intOfDouble(value);
  if (typeof value === 'string') return parseInteger(value);
  throw wrongArgument('int', value);
}

function toDouble(args: readonly Value[]): Value {
  const value = argument(args, 0);
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') return parseDouble(value);
  throw wrongArgument('double', value);
}

const TRUE_WORDS = ['true', 'True', 'TRUE', 't', '1'];
const FALSE_WORDS = ['false', 'False', 'FALSE', 'f', '0'];

function toBool(args: readonly Value[]): Value {
  const value = argument(args, 0);
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw wrongArgument('bool', value);
  if (TRUE_WORDS.includes(value)) return true;
  if (FALSE_WORDS.includes(value)) return false;
  throw new ValueError('INVALID_TEXT', `${quoted(value)} is neither true nor false.`);
}

function toText(args: readonly Value[]): Value {
  const value = argument(args, 0);
  if (value !== null) return formatValue(checkedSize(value));
  throw wrongArgument('string', value, 'Test it first, for example x != null ? string(x) : …');
}

export const CONVERSIONS: readonly CelFunction[] = [
  { name: 'int', style: 'function', arity: [1], apply: toInt },
  { name: 'double', style: 'function', arity: [1], apply: toDouble },
  { name: 'bool', style: 'function', arity: [1], apply: toBool },
  { name: 'string', style: 'function', arity: [1], apply: toText },
  { name: 'dyn', style: 'function', arity: [1], apply: (args) => argument(args, 0) },
];
