import type { JsonValue } from './workflow-definition.js';

/** Keys and list indices from the root of a document to one of its values. */
export type DocumentPath = readonly (string | number)[];

export type JsonRecord = Readonly<Record<string, JsonValue>>;

export function isRecord(value: JsonValue | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** JSON pointer, RFC 6901: '' for the root. */
export function toPointer(path: DocumentPath): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The value at a path; undefined when there is none. Own keys only. */
export function valueAt(root: JsonValue, path: DocumentPath): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const part of path) value = childOf(value, part);
  return value;
}

function childOf(value: JsonValue | undefined, part: string | number): JsonValue | undefined {
  if (isList(value)) return typeof part === 'number' ? value[part] : undefined;
  if (isRecord(value) && Object.hasOwn(value, part)) return value[String(part)];
  return undefined;
}

/** A record without prototype, so that no name finds anything but what was put in. */
export function bareRecord<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const record = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}
