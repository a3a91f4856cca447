import type { JsonSchema } from './json-schema.js';
import { alternativesOf, isSchema, listAt, schemaAt, textAt } from './json-schema.js';
import { code } from './markdown.js';

/** How a reference to a schema with a name is written. */
export type LinkTo = (name: string) => string;

const DURATION = /\[0-9\]\+d\)\?\(\?:\[0-9\]\+h/;

/** The type of a value in a few words. */
export function typeText(schema: JsonSchema, linkTo: LinkTo): string {
  const texts = alternativesOf(schema).map((one) => plainType(one, linkTo));
  return [...new Set(texts)].join(' or ');
}

function plainType(schema: JsonSchema, linkTo: LinkTo): string {
  const reference = textAt(schema, '$ref').split('/').at(-1) ?? '';
  if (reference !== '') return reference.startsWith('__') ? 'any' : linkTo(reference);
  if ('const' in schema) return code(JSON.stringify(schema.const).replaceAll('"', ''));
  if (Array.isArray(schema.enum))
    return listAt(schema, 'enum')
      .map((one) => code(String(one)))
      .join(' ');
  if (Array.isArray(schema.type)) return unionText(schema, linkTo);
  return BY_TYPE[textAt(schema, 'type')]?.(schema, linkTo) ?? 'any';
}

const BY_TYPE: Readonly<Record<string, (schema: JsonSchema, linkTo: LinkTo) => string>> = {
  string: textType,
  integer: (schema) => `integer${boundsOf(schema)}`,
  number: (schema) => `number${boundsOf(schema)}`,
  boolean: () => 'true or false',
  null: () => 'null',
  array: listType,
  object: mapType,
};

/** A value of one of several simple types. */
function unionText(schema: JsonSchema, linkTo: LinkTo): string {
  return listAt(schema, 'type')
    .map((type) => plainType({ ...schema, type }, linkTo))
    .join(', ');
}

function textType(schema: JsonSchema): string {
  if (DURATION.test(textAt(schema, 'pattern'))) return 'duration';
  return textAt(schema, 'format') === 'date-time' ? 'time' : 'text';
}

function listType(schema: JsonSchema, linkTo: LinkTo): string {
  const items = schemaAt(schema, 'items');
  const fixed = listAt(schema, 'prefixItems').filter(isSchema);
  if (fixed.length > 0) return `list: ${fixed.map((one) => typeText(one, linkTo)).join(', ')}`;
  return `list of ${'properties' in items ? 'maps' : typeText(items, linkTo)}`;
}

function mapType(schema: JsonSchema, linkTo: LinkTo): string {
  const values = schema.additionalProperties;
  if ('properties' in schema || !isSchema(values)) return 'map';
  return `map of ${'properties' in values ? 'maps' : typeText(values, linkTo)}`;
}

/** The bounds of a number, unless they are those of exact integers. */
function boundsOf({ minimum, maximum }: JsonSchema): string {
  const low = typeof minimum === 'number' && minimum !== Number.MIN_SAFE_INTEGER ? minimum : undefined;
  const high = typeof maximum === 'number' && maximum !== Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}`;
  if (low !== undefined) return `, ${low} or more`;
  return high === undefined ? '' : `, ${high} or less`;
}
