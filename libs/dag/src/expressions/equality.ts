import type { Value } from './value.js';
import { ValueError } from './value-error.js';
import type { CompositeValue, TimeValue } from './value-kind.js';
import { isComposite, isList, isMap, isTime, kindOf } from './value-kind.js';

/** Called with the number of elements about to be compared; throws when that is too much. */
export type Charge = (elements: number) => void;

const free: Charge = () => undefined;

function sameTime(a: TimeValue, b: TimeValue): boolean {
  if (a.kind === 'date') return b.kind === 'date' && a.iso === b.iso;
  if (a.kind === 'duration') return b.kind === 'duration' && a.ms === b.ms;
  return b.kind === 'datetime' && a.epochMs === b.epochMs;
}

function sameList(a: readonly Value[], b: readonly Value[], spend: Charge): boolean {
  if (a.length !== b.length) return false;
  spend(a.length);
  return a.every((item, index) => sameInCel(item, b[index] ?? null, spend));
}

function sameMap(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>, spend: Charge): boolean {
  if (a.size !== b.size) return false;
  spend(a.size);
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !sameInCel(value, other, spend)) return false;
  }
  return true;
}

function isNumeric(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** CEL's equality: integers and doubles by value, NaN equals nothing, datetimes by instant; other types differ. */
export function sameInCel(a: Value, b: Value, spend: Charge = free): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return sameNumber(a, b);
  return isComposite(a) && isComposite(b) && sameComposite(a, b, spend);
}

/** The comparison of a bigint with a double is exact. */
function sameNumber(a: bigint | number, b: bigint | number): boolean {
  return a <= b && a >= b;
}

function sameComposite(a: CompositeValue, b: CompositeValue, spend: Charge): boolean {
  if (isList(a)) return isList(b) && sameList(a, b, spend);
  if (isMap(a)) return isMap(b) && sameMap(a, b, spend);
  return isTime(b) && sameTime(a, b);
}

/**
 * `==`: like `sameInCel`, but a date, datetime or duration compared with something else than null or its own type is
 * an error, because it would quietly never be equal (`params.day == '2026-11-20'`).
 */
export function equalInCel(a: Value, b: Value, spend: Charge = free): boolean {
  if ((isTime(a) || isTime(b)) && a !== null && b !== null && kindOf(a) !== kindOf(b)) {
    const kind = isTime(a) ? a.kind : kindOf(b);
    const hint = `Make both the same type, for example with ${kind}(…).`;
    throw new ValueError('TYPE', `A ${kindOf(a)} cannot be compared with a ${kindOf(b)}.`, hint);
  }
  return sameInCel(a, b, spend);
}

type Ordered = bigint | number | string;

/** NaN is neither below, equal nor above. */
function orderOfScalars(a: Ordered, b: Ordered): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a >= b ? 0 : Number.NaN;
}

/** Below 0, 0 or above 0; NaN when one is NaN. Undefined for types without an order or of different types. */
export function orderOf(a: Value, b: Value): number | undefined {
  if (isNumeric(a) && isNumeric(b)) return orderOfScalars(a, b);
  if (typeof a === 'string' && typeof b === 'string') return orderOfScalars(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return isTime(a) && isTime(b) ? orderOfTimes(a, b) : undefined;
}

function orderOfTimes(a: TimeValue, b: TimeValue): number | undefined {
  if (a.kind === 'date') return b.kind === 'date' ? orderOf(a.iso, b.iso) : undefined;
  if (a.kind === 'duration') return b.kind === 'duration' ? a.ms - b.ms : undefined;
  return b.kind === 'datetime' ? a.epochMs - b.epochMs : undefined;
}
