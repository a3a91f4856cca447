import { parseWorkflowDocument } from '@millrace/dag';
import { taskTypes } from '@millrace/tasks';
import type { JsonSchema } from './json-schema.js';
import { listAt, schemaAt, textAt } from './json-schema.js';
import { code } from './markdown.js';
import type { SchemaField } from './schema-fields.js';

type Sample = Readonly<Record<string, unknown>>;

/** Puts keys into a workflow file. */
export type Place = (keys: Sample) => Sample;

const HEAD = { apiVersion: 'v1', kind: 'Workflow', name: 'sample' };
const TASK = { type: 'noop' };

export const IN_WORKFLOW: Place = (keys) => ({ ...HEAD, tasks: { sample: TASK }, ...keys });
export const IN_TASK: Place = (keys) => ({ ...HEAD, tasks: { sample: { ...TASK, ...keys } } });
export const IN_PARAM: Place = (keys) => ({
  ...HEAD,
  tasks: { sample: TASK },
  params: { sample: { type: 'string', ...keys } },
});

/**
 * Remarks on the keys and values that the format describes and the parser refuses as NOT_YET_SUPPORTED, by path: found
 * by giving it each of them.
 */
export function laterKeys(fields: readonly SchemaField[], place: Place): ReadonlyMap<string, string> {
  const remarks = new Map<string, string>();
  for (const field of fields) {
    const values = valuesOf(field.schema);
    const refused = values.filter((value) => isLater(place(nested(field.path, value, fields))));
    if (refused.length === 0) continue;
    const which =
      refused.length === values.length ? '' : `: ${refused.map((value) => code(String(value))).join(' ')}`;
    remarks.set(field.path, `**Not yet supported**${which}.`);
  }
  return remarks;
}

/** Whether the parser refuses a file because of something that is not built yet. */
export function isLater(file: Sample): boolean {
  const parsed = parseWorkflowDocument(file, taskTypes);
  return !parsed.ok && parsed.problems.some(({ code: found }) => found === 'NOT_YET_SUPPORTED');
}

/** Values that the parser is asked about. */
function valuesOf(schema: JsonSchema): readonly unknown[] {
  const choices = listAt(schema, 'enum');
  if (choices.length > 0) return choices;
  return SAMPLES[textAt(schema, 'type')]?.(schema) ?? [null];
}

const SAMPLES: Readonly<Record<string, (schema: JsonSchema) => readonly unknown[]>> = {
  boolean: () => [true, false],
  integer: () => [1],
  string: () => ['sample'],
  array: () => [[]],
  object: (schema) => [requiredOf(schema)],
};

function requiredOf(schema: JsonSchema): Sample {
  const entries = listAt(schema, 'required')
    .map(String)
    .map((name) => {
      const [first] = valuesOf(schemaAt(schemaAt(schema, 'properties'), name));
      return [name, first] as const;
    });
  return Object.fromEntries(entries);
}

/** A value at its path, with what the map that holds it needs besides. */
function nested(path: string, value: unknown, fields: readonly SchemaField[]): Sample {
  const [outer = '', inner] = path.split('.');
  if (inner === undefined) return { [outer]: value };
  const holder = fields.find((field) => field.path === outer);
  return { [outer]: { ...(holder ? requiredOf(holder.schema) : {}), [inner]: value } };
}
