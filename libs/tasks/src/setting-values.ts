import type { Value } from '@millrace/dag';

/** A date, datetime or duration. */
type KindedValue = Extract<Value, { readonly kind: string }>;

/** True for a duration of the expression language. */
export function isDurationValue(setting: unknown): boolean {
  return typeof setting === 'object' && setting !== null && isKinded(setting) && setting.kind === 'duration';
}

/** True for null and for everything that has one text: neither list nor map. */
export function isScalarValue(setting: unknown): boolean {
  return setting === undefined || setting === null || typeof setting !== 'object' || isKinded(setting);
}

/**
 * A setting as a value of the expression language. Settings are JSON of the file in which expressions have been
 * replaced by values, so both forms occur side by side. A number is a double: an integer is a bigint.
 */
export function toValue(setting: unknown): Value {
  if (isPlainScalar(setting)) return setting;
  if (typeof setting !== 'object' || setting === null) return null;
  if (isKinded(setting)) return setting;
  if (Array.isArray(setting)) return setting.map(toValue);
  return toMap(setting);
}

function isPlainScalar(setting: unknown): setting is string | boolean | number | bigint {
  return ['string', 'boolean', 'number', 'bigint'].includes(typeof setting);
}

function toMap(setting: object): ReadonlyMap<string, Value> {
  const entries: Iterable<[unknown, unknown]> = setting instanceof Map ? setting : Object.entries(setting);
  return new Map(Array.from(entries, ([key, value]) => [String(key), toValue(value)]));
}

/** A map of the file that merely has a key `kind` is no value of time. */
function isKinded(setting: object): setting is KindedValue {
  if (!('kind' in setting)) return false;
  switch (setting.kind) {
    case 'date':
      return 'iso' in setting && typeof setting.iso === 'string';
    case 'datetime':
      return 'epochMs' in setting && 'zone' in setting;
    case 'duration':
      return 'ms' in setting && typeof setting.ms === 'number';
    default:
      return false;
  }
}
