import type { DocumentPath, JsonRecord } from './document-path.js';
import { bareRecord, isList, isRecord } from './document-path.js';
import type { ProblemSink } from './problem-sink.js';
import type { TaskTypeSpec } from './task-type-spec.js';
import type { JsonValue } from './workflow-definition.js';

/** Where a value stands, and what tells how it is written. */
interface ValuePlace {
  readonly sink: Pick<ProblemSink, 'writtenAt'>;
  readonly path: DocumentPath;
}

/**
 * Settings in whose value keys a whole number that is written as a double (`5.0`, `1e2`) stands as the expression that
 * means the same: the JSON of a definition cannot tell it from an integer.
 */
export function keepDoubles(spec: TaskTypeSpec, settings: JsonRecord, place: ValuePlace): JsonRecord {
  const keys = spec.valueKeys ?? [];
  if (!keys.some((key) => Object.hasOwn(settings, key))) return settings;
  return mapEntries(settings, place, (key, value, at) => (keys.includes(key) ? keptIn(value, at) : value));
}

function keptIn(value: JsonValue, { sink, path }: ValuePlace): JsonValue {
  if (typeof value === 'number') return isDouble(value, sink.writtenAt(path)) ? expressionOf(value) : value;
  if (isList(value)) return value.map((item, index) => keptIn(item, { sink, path: [...path, index] }));
  return isRecord(value) ? mapEntries(value, { sink, path }, (_key, item, at) => keptIn(item, at)) : value;
}

function mapEntries(
  record: JsonRecord,
  { sink, path }: ValuePlace,
  change: (key: string, value: JsonValue, place: ValuePlace) => JsonValue,
): JsonRecord {
  return bareRecord(
    Object.entries(record).map(
      ([key, value]) => [key, change(key, value, { sink, path: [...path, key] })] as const,
    ),
  );
}

/** The `e` of a hexadecimal number is no exponent; beyond 2^53 every number is a double anyway. */
function isDouble(value: number, written = ''): boolean {
  return Number.isSafeInteger(value) && /[.eE]/.test(written) && !/^0x/.test(written);
}

function expressionOf(value: number): string {
  return `\${{ ${Object.is(value, -0) ? '-0' : value}.0 }}`;
}
