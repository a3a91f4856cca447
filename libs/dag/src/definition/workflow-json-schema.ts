import { z } from 'zod';
import type { JsonRecord } from './document-path.js';
import { isList, isRecord, valueAt } from './document-path.js';
import { paramNameSchema, taskNameSchema } from './name-schemas.js';
import { taskSchema } from './task-schema.js';
import type { TaskTypeSpec } from './task-type-spec.js';
import { registerTaskTypes } from './task-type-register.js';
import { paramSchema, workflowShape } from './workflow-schema.js';
import type { JsonValue } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';

const EXTENSIONS: JsonRecord = { '^x-': {} };
const TEMPLATE: JsonRecord = { type: 'string', pattern: '\\$\\{\\{', description: 'An expression.' };

/**
 * JSON Schema 2020-12 of a workflow file, for editors: generated from the same zod schemas that check it. Beyond it go
 * only the checks of meaning (cycles, references, …) and the limits of the input.
 */
export function workflowJsonSchema(types: readonly TaskTypeSpec[]): object {
  const whole = z.strictObject({
    ...workflowShape,
    params: z.record(paramNameSchema, paramSchema).optional(),
    tasks: z.record(taskNameSchema, z.unknown()),
  });
  const { properties, ...rest } = generate(whole);
  const specs = [...registerTaskTypes(types).values()];
  const tasks = specs.map((spec) => describeType(spec));
  const definitions = Object.assign({}, ...tasks.map(({ definitions: own }) => own)) as JsonRecord;
  return {
    ...rest,
    title: 'Workflow',
    properties: {
      ...asRecord(properties),
      tasks: {
        ...asRecord(valueAt(properties ?? null, ['tasks'])),
        minProperties: 1,
        additionalProperties: { oneOf: tasks.map(({ task }) => task) },
      },
    },
    $defs: { task: generate(taskSchema), ...definitions },
  };
}

interface DescribedType {
  readonly task: JsonRecord;
  readonly definitions: JsonRecord;
}

/** A task of one type: the shared keys by reference, its own keys in full. */
function describeType(spec: TaskTypeSpec): DescribedType {
  const settings = asRecord(relocate(generate(spec.settings), spec.type));
  const own = Object.entries(asRecord(settings.properties)).map(([key, schema]) => {
    const literal = LOGIC_TASK_TYPES.has(spec.type) || spec.codeKeys.includes(key);
    return [key, literal ? schema : withTemplates(schema)] as const;
  });
  const shared = Object.keys(taskSchema.shape).map(
    (key) => [key, { $ref: `#/$defs/task/properties/${key}` }] as const,
  );
  const required = isList(settings.required) ? settings.required : [];
  const task: JsonRecord = {
    type: 'object',
    title: spec.type,
    description: spec.summary,
    properties: { ...Object.fromEntries(shared), ...Object.fromEntries(own), type: { const: spec.type } },
    required: ['type', ...required],
    patternProperties: EXTENSIONS,
    additionalProperties: false,
  };
  const definitions = Object.entries(asRecord(settings.$defs)).map(([key, schema]) => [
    `${spec.type}-${key}`,
    schema,
  ]);
  return { task, definitions: Object.fromEntries(definitions) as JsonRecord };
}

function generate(schema: z.ZodType): JsonRecord {
  const generated = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' });
  return asRecord(withExtensions(JSON.parse(JSON.stringify(generated)) as JsonRecord));
}

/** `x-…` keys wherever the keys are named. */
function withExtensions(schema: JsonValue): JsonValue {
  if (isList(schema)) return schema.map(withExtensions);
  if (!isRecord(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, item]) => [key, withExtensions(item)]));
  return schema.additionalProperties === false ? { ...inner, patternProperties: EXTENSIONS } : inner;
}

/** References into the definitions of one type, moved to where they stand in the whole. */
function relocate(value: JsonValue, type: string): JsonValue {
  if (isList(value)) return value.map((item) => relocate(item, type));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, JsonValue] => {
    if (key === '$ref' && typeof item === 'string')
      return [key, item.replace('#/$defs/', `#/$defs/${type}-`)];
    return [key, relocate(item, type)];
  });
  return Object.fromEntries(entries);
}

/** A value of the type, or text with an expression, at any depth: the worker checks what comes out of it. */
function withTemplates(schema: JsonValue): JsonValue {
  if (!isRecord(schema)) return schema;
  const { properties, items, additionalProperties, anyOf, oneOf, ...rest } = schema;
  const inner: JsonRecord = {
    ...rest,
    ...(isRecord(properties) ? { properties: mapValues(properties) } : {}),
    ...(items === undefined ? {} : { items: withTemplates(items) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: withTemplates(additionalProperties) }),
    ...(isList(anyOf) ? { anyOf: anyOf.map((item) => withTemplates(item)) } : {}),
    ...(isList(oneOf) ? { oneOf: oneOf.map((item) => withTemplates(item)) } : {}),
  };
  return takesAnyText(schema) ? inner : { anyOf: [inner, TEMPLATE] };
}

function mapValues(record: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, withTemplates(item)]));
}

/** Plain text takes a template as it is; so does a schema without a type. */
function takesAnyText(schema: JsonRecord): boolean {
  if (schema.type === undefined && !('enum' in schema) && !('const' in schema)) return true;
  return schema.type === 'string' && !['pattern', 'format', 'enum', 'const'].some((key) => key in schema);
}

function asRecord(value: JsonValue | undefined): JsonRecord {
  return isRecord(value) ? value : {};
}
