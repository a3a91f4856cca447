/** A piece of JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function schemaAt(schema: JsonSchema, key: string): JsonSchema {
  const value = schema[key];
  return isSchema(value) ? value : {};
}

export function schemasAt(schema: JsonSchema, key: string): readonly JsonSchema[] {
  const value = schema[key];
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

export function textAt(schema: JsonSchema, key: string): string {
  const value = schema[key];
  return typeof value === 'string' ? value : '';
}

export function listAt(schema: JsonSchema, key: string): readonly unknown[] {
  const value = schema[key];
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** What a schema says where it allows an expression in place of a value: `${{ … }}` may stand there. */
export function isTemplate(schema: JsonSchema): boolean {
  return textAt(schema, 'pattern') === '\\$\\{\\{';
}

/** The alternatives of a schema, unions in unions taken apart, without expressions and without repetition. */
export function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  const members = [...schemasAt(schema, 'anyOf'), ...schemasAt(schema, 'oneOf')];
  if (members.length === 0) return isTemplate(schema) ? [] : [schema];
  const seen = new Map(
    members.flatMap((member) => alternativesOf(member)).map((one) => [JSON.stringify(one), one]),
  );
  return [...seen.values()];
}

/** The one schema behind unions that differ by expressions only; the schema itself where there are several. */
export function coreOf(schema: JsonSchema): JsonSchema {
  const [only, ...more] = alternativesOf(schema);
  if (only === undefined || more.length > 0 || only === schema) return schema;
  const description = textAt(schema, 'description');
  return description === '' ? only : { ...only, description };
}
