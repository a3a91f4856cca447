import { z } from 'zod';
import type { DocumentPath, JsonRecord } from './document-path.js';
import { bareRecord, isList, isRecord, toPointer } from './document-path.js';
import { childSchema, schemaMembers } from './schema-keys.js';
import type { Extensions, JsonValue } from './workflow-definition.js';

/** A map of the format and the `x-…` keys that stood in it, at any depth. */
export interface SplitRecord {
  /** What is left. */
  readonly own: JsonRecord;
  /** By their place below the map: `x-owner`, `retry/x-note`, `cases/0/x-note`. */
  readonly extensions: Extensions;
}

/** Keys that are for other tools than millrace. */
export function isExtension(key: string): boolean {
  return key.startsWith('x-');
}

/**
 * Takes the `x-…` keys out of a map, wherever its schema names the keys. Where the user names them (`env`, `headers`,
 * `labels`) and in free content, such a key is one like all others.
 */
export function splitExtensions(record: JsonRecord, schema: unknown): SplitRecord {
  const extensions = bareRecord<JsonValue>([]);
  const own = ownEntries(record, schemaMembers(schema), { path: [], extensions });
  return { own, extensions };
}

/** The field of a task or parameter that has such keys. */
export function keptExtensions(extensions: Extensions): { readonly extensions?: Extensions } {
  return Object.keys(extensions).length === 0 ? {} : { extensions: bareRecord(Object.entries(extensions)) };
}

/** Whether a path below the owner of such keys leads into one of them. */
export function leadsToExtension(extensions: Extensions | undefined, path: DocumentPath): boolean {
  if (extensions === undefined) return false;
  return path.some((_, index) => Object.hasOwn(extensions, placeOf(path.slice(0, index + 1))));
}

interface Splitting {
  readonly path: DocumentPath;
  readonly extensions: Record<string, JsonValue>;
}

function ownEntries(record: JsonRecord, members: readonly unknown[], splitting: Splitting): JsonRecord {
  const named = members.some((member) => member instanceof z.ZodObject);
  const own = bareRecord<JsonValue>([]);
  for (const [key, value] of Object.entries(record)) {
    const at = { ...splitting, path: [...splitting.path, key] };
    if (named && isExtension(key)) at.extensions[placeOf(at.path)] = value;
    else own[key] = ownContent(value, childrenOf(members, key), at);
  }
  return own;
}

function ownContent(value: JsonValue, members: readonly unknown[], splitting: Splitting): JsonValue {
  if (members.length === 0) return value;
  if (isRecord(value)) return ownEntries(value, members, splitting);
  if (!isList(value)) return value;
  return value.map((item, index) =>
    ownContent(item, childrenOf(members, index), { ...splitting, path: [...splitting.path, index] }),
  );
}

/** Of those that say something of what is inside. */
function childrenOf(members: readonly unknown[], key: string | number): readonly unknown[] {
  return members
    .flatMap((member) => schemaMembers(childSchema(member, key)))
    .filter(
      (member) =>
        member instanceof z.ZodObject || member instanceof z.ZodArray || member instanceof z.ZodRecord,
    );
}

/** A JSON pointer that begins below the map. */
function placeOf(path: DocumentPath): string {
  return toPointer(path).slice(1);
}
