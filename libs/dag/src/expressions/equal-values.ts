import type { Value } from './value.js';
import type { TimeValue } from './value-kind.js';
import { isComposite, isList, isMap, isTime } from './value-kind.js';

function equalTimes(a: TimeValue, b: TimeValue): boolean {
  if (a.kind === 'date') return b.kind === 'date' && a.iso === b.iso;
  if (a.kind === 'duration') return b.kind === 'duration' && a.ms === b.ms;
  return b.kind === 'datetime' && a.epochMs === b.epochMs && a.zone === b.zone;
}

function equalMaps(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !equalValues(value, other)) return false;
  }
  return true;
}

function equalLists(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, index) => equalValues(item, b[index] ?? null));
}

/**
 * Whether two values are the same in type and content; the order of keys does not count, NaN equals itself, and two
 * datetimes also have the same zone. This is identity for tests and for "has it changed": `==` in an expression is
 * CEL's (1 == 1.0, and instants alone).
 */
export function equalValues(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (!isComposite(a) || !isComposite(b)) return false;
  if (isList(a)) return isList(b) && equalLists(a, b);
  if (isMap(a)) return isMap(b) && equalMaps(a, b);
  return isTime(b) && equalTimes(a, b);
}
