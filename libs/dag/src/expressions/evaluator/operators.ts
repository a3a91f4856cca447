import { equalInCel, orderOf, sameInCel } from '../equality.js';
import { dateTimeAt } from '../time/date-time-math.js';
import { durationOf } from '../time/duration-text.js';
import type { Value } from '../value.js';
import { ValueError } from '../value-error.js';
import type { TimeValue } from '../value-kind.js';
import { isComposite, isList, isMap, isTime, kindOf } from '../value-kind.js';
import type { Frame } from './frame.js';
import { charge, checkedItems, checkedText } from './frame.js';

const MIN_INT = -(2n ** 63n);
const MAX_INT = 2n ** 63n - 1n;

/** Throws OUT_OF_RANGE unless the integer fits into 64 bits. */
export function checkedInt(value: bigint): bigint {
  if (value >= MIN_INT && value <= MAX_INT) return value;
  throw new ValueError('OUT_OF_RANGE', 'The result does not fit into a 64 bit integer.');
}

function operandHint(a: Value, b: Value): string | undefined {
  const kinds = new Set([kindOf(a), kindOf(b)]);
  if (kinds.has('null')) return 'One side is null: test it first, for example x != null ? … : ….';
  if (kinds.has('integer') && kinds.has('number')) return 'Convert one side with double() or int().';
  if (kinds.has('integer') && kinds.has('string'))
    return 'Convert one side: int() for numbers, string() for text.';
  if (kinds.has('string')) return 'Convert the other side with string().';
  if (kinds.has('date') && kinds.has('duration')) return 'A date moves by days and larger: plusDays(1).';
  return undefined;
}

function wrongOperands(sign: string, a: Value, b: Value): ValueError {
  const message = `'${sign}' does not work on ${kindOf(a)} and ${kindOf(b)}.`;
  return new ValueError('TYPE', message, operandHint(a, b));
}

function joinLists(a: readonly Value[], b: readonly Value[], frame: Frame): Value {
  checkedItems(a.length + b.length);
  charge(frame, a.length + b.length);
  return [...a, ...b];
}

function addTimes(a: TimeValue, b: TimeValue): Value | undefined {
  if (b.kind !== 'duration')
    return a.kind === 'duration' && b.kind === 'datetime' ? addTimes(b, a) : undefined;
  if (a.kind === 'datetime') return dateTimeAt(a.epochMs + b.ms, a.zone);
  return a.kind === 'duration' ? durationOf(a.ms + b.ms) : undefined;
}

function add(a: Value, b: Value, frame: Frame): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a + b);
  if (typeof a === 'string' && typeof b === 'string') {
    const text = checkedText(a + b);
    charge(frame, text.length >> 6);
    return text;
  }
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return addOthers(a, b, frame);
}

function addOthers(a: Value, b: Value, frame: Frame): Value {
  if (isList(a) && isList(b)) return joinLists(a, b, frame);
  const sum = isTime(a) && isTime(b) ? addTimes(a, b) : undefined;
  if (sum === undefined) throw wrongOperands('+', a, b);
  return sum;
}

function subtractTimes(a: TimeValue, b: TimeValue): Value | undefined {
  if (b.kind === 'duration') return addTimes(a, durationOf(-b.ms));
  return a.kind === 'datetime' && b.kind === 'datetime' ? durationOf(a.epochMs - b.epochMs) : undefined;
}

function subtract(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a - b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const difference = isTime(a) && isTime(b) ? subtractTimes(a, b) : undefined;
  if (difference === undefined) throw wrongOperands('-', a, b);
  return difference;
}

function multiply(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a * b);
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  throw wrongOperands('*', a, b);
}

function checkDivisor(divisor: bigint): void {
  if (divisor === 0n) throw new ValueError('DIVISION_BY_ZERO', 'An integer cannot be divided by zero.');
}

function divide(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  if (typeof a !== 'bigint' || typeof b !== 'bigint') throw wrongOperands('/', a, b);
  checkDivisor(b);
  return checkedInt(a / b);
}

function remainder(a: Value, b: Value): Value {
  if (typeof a !== 'bigint' || typeof b !== 'bigint') throw wrongOperands('%', a, b);
  checkDivisor(b);
  return a % b;
}

function comparison(sign: string, holds: (order: number) => boolean): Binary {
  return (a, b) => {
    const order = orderOf(a, b);
    if (order === undefined) throw wrongOperands(sign, a, b);
    return holds(order);
  };
}

function isIn(item: Value, container: Value, frame: Frame): Value {
  if (isMap(container) && !isComposite(item) && item !== null)
    return typeof item === 'string' && container.has(item);
  if (!isList(container)) throw wrongOperands('in', item, container);
  charge(frame, container.length);
  return container.some((element) => sameInCel(element, item, (elements) => charge(frame, elements)));
}

export type Binary = (a: Value, b: Value, frame: Frame) => Value;
export type Unary = (value: Value) => Value;

/** By CEL's names for them. */
export const BINARY_OPERATORS: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['_+_', add],
  ['_-_', subtract],
  ['_*_', multiply],
  ['_/_', divide],
  ['_%_', remainder],
  ['_==_', (a, b, frame) => equalInCel(a, b, (elements) => charge(frame, elements))],
  ['_!=_', (a, b, frame) => !equalInCel(a, b, (elements) => charge(frame, elements))],
  ['_<_', comparison('<', (order) => order < 0)],
  ['_<=_', comparison('<=', (order) => order <= 0)],
  ['_>_', comparison('>', (order) => order > 0)],
  ['_>=_', comparison('>=', (order) => order >= 0)],
  ['@in', isIn],
]);

function not(value: Value): Value {
  if (typeof value === 'boolean') return !value;
  throw new ValueError('TYPE', `'!' works on a boolean, not on a ${kindOf(value)}.`);
}

function negate(value: Value): Value {
  if (typeof value === 'bigint') return checkedInt(-value);
  if (typeof value === 'number') return -value;
  if (value !== null && isTime(value) && value.kind === 'duration') return durationOf(-value.ms);
  throw new ValueError('TYPE', `'-' works on a number, not on a ${kindOf(value)}.`);
}

export const UNARY_OPERATORS: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ['!_', not],
  ['-_', negate],
]);
