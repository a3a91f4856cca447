import type { JsonSchema } from './json-schema.js';
import { coreOf, isSchema, listAt, schemaAt, textAt } from './json-schema.js';
import { code, sentence, table } from './markdown.js';
import type { LinkTo } from './type-text.js';
import { typeText } from './type-text.js';

/** One key of a map, at any depth: `retry.max`, `cases[].if`. */
export interface SchemaField {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** The keys of a map in the order of its schema, those of maps in it after the key that holds them. */
export function fieldsOf(schema: JsonSchema, prefix = ''): readonly SchemaField[] {
  const required = new Set(listAt(schema, 'required'));
  return Object.entries(schemaAt(schema, 'properties')).flatMap(([name, value]) => {
    if (!isSchema(value)) return [];
    const field = { path: `${prefix}${name}`, schema: coreOf(value), required: required.has(name) };
    return [field, ...innerFields(field)];
  });
}

function innerFields({ path, schema }: SchemaField): readonly SchemaField[] {
  if ('properties' in schema) return fieldsOf(schema, `${path}.`);
  const items = schemaAt(schema, 'items');
  return 'properties' in items ? fieldsOf(items, `${path}[].`) : [];
}

export interface FieldTableOptions {
  readonly linkTo: LinkTo;
  /** Defaults that the schema does not state, by path. */
  readonly defaults?: ReadonlyMap<string, string>;
  /** Remarks by path, after the description. */
  readonly remarks?: ReadonlyMap<string, string>;
}

/** A table of keys. */
export function fieldTable(
  fields: readonly SchemaField[],
  { linkTo, defaults, remarks }: FieldTableOptions,
): string {
  const rows = fields.map(({ path, schema, required }) => [
    code(path),
    typeText(schema, linkTo),
    required ? 'required' : (defaults?.get(path) ?? defaultText(schema)),
    [sentence(textAt(schema, 'description')), remarks?.get(path) ?? ''].filter(Boolean).join(' '),
  ]);
  return table(['key', 'type', 'default', 'meaning'], rows);
}

function defaultText(schema: JsonSchema): string {
  if (!('default' in schema)) return '';
  const value = schema.default;
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}
