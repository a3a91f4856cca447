import type { JsonValue } from '../definition/workflow-definition.js';
import { durationText } from './time/duration-text.js';
import { isoDateTime } from './time/time-format.js';
import type { Value } from './value.js';
import type { TimeValue } from './value-kind.js';
import { isList, isTime } from './value-kind.js';

function timeText(value: TimeValue): string {
  if (value.kind === 'date') return value.iso;
  return value.kind === 'datetime' ? isoDateTime(value) : durationText(value);
}

const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** Whether an integer survives as a JSON number. */
export function isExactNumber(value: bigint): boolean {
  return value >= -MAX_EXACT && value <= MAX_EXACT;
}

function displayScalar(value: null | boolean | bigint | number | string): JsonValue {
  if (typeof value === 'bigint') return isExactNumber(value) ? Number(value) : value.toString();
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/**
 * A value as plain JSON, for people and the API. Not lossless: times are the text that `formatValue` gives, integers
 * beyond ±(2^53-1) decimal text, and NaN and the infinities their names.
 */
export function displayValue(value: Value): JsonValue {
  if (value === null || typeof value !== 'object') return displayScalar(value);
  if (isList(value)) return value.map(displayValue);
  if (isTime(value)) return timeText(value);
  return Object.fromEntries([...value].map(([key, item]) => [key, displayValue(item)]));
}

/** Shortest text that reads back as the same double; minus zero keeps its sign. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * A value as text, for templates and the environment: text as it is, `90`, `0.5`, `true`, `2026-11-20`,
 * `2026-11-20T10:00:00+01:00` (milliseconds only if not 0), `PT90S`; null is empty; lists and maps are JSON.
 * Source: workflow-format §6.
 */
export function formatValue(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object') return String(value);
  return isTime(value) ? timeText(value) : JSON.stringify(displayValue(value));
}
