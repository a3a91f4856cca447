import { parseWorkflowDocument, workflowJsonSchema } from '@millrace/dag';
import type { RetryPolicy, TaskDefinition } from '@millrace/dag';
import { taskTypes } from '@millrace/tasks';
import type { JsonSchema } from '../json-schema.js';
import { isSchema, schemaAt, schemasAt, textAt } from '../json-schema.js';
import { IN_PARAM, IN_TASK, IN_WORKFLOW, laterKeys } from '../later-keys.js';
import { code, page, sentence } from '../markdown.js';
import type { SchemaField } from '../schema-fields.js';
import { fieldTable, fieldsOf } from '../schema-fields.js';
import { triggerRuleTable } from './trigger-rules.js';
import { ENDING, EXPRESSIONS, FILE_RULES, RULES, SCRIPTS } from './workflow-file-prose.js';

/** Keys of the top level that have a section of their own. */
const OWN_SECTION = /^(defaults|params|tasks)\b/;

/** The workflow file: keys, types and defaults from the schema that checks it. */
export function workflowFilePage(): string {
  const schema = generated();
  const top = fieldsOf(schema).filter(({ path }) => !OWN_SECTION.test(path));
  const param = fieldsOf(
    schemaAt(schemaAt(schemaAt(schema, 'properties'), 'params'), 'additionalProperties'),
  );
  const task = fieldsOf(schemaAt(schemaAt(schema, '$defs'), 'task'));
  const shared = fieldsOf(schemaAt(schemaAt(schema, 'properties'), 'defaults')).map(({ path }) => path);
  return page('The workflow file', [
    FILE_RULES,
    'For editors: [JSON Schema](schemas/workflow.v1.json).',
    '## Top level',
    fieldTable(top, { linkTo: code, remarks: laterKeys(top, IN_WORKFLOW) }),
    '`tasks` holds the tasks by name, `params` the parameters by name, `defaults` any of the task keys that are marked °.',
    '## Parameters',
    fieldTable(param, { linkTo: code, remarks: laterKeys(param, IN_PARAM) }),
    'A parameter that is not required, not given and without a default is null. Null that is given counts as not given.',
    '## Task keys',
    fieldTable(marked(task, shared), { linkTo: code, defaults: taskDefaults(), remarks: taskRemarks(task) }),
    '## Trigger rules',
    RULES,
    'With two needs the rules say: run, skip (`skipped`), `upstream-failed`, or wait until more is settled.',
    triggerRuleTable(),
    ENDING,
    '## Task types',
    "A task type's own keys stand beside the task keys. In all but code an expression may stand in place of a value. Outputs and errors: the README of the type.",
    ...typesIn(schema).flatMap((type) => typeText(type, task)),
    '## Expressions',
    EXPRESSIONS,
    '## What a script sees and gives back',
    SCRIPTS,
  ]);
}

/** The JSON Schema of the file, for editors. */
export function workflowSchemaFile(): string {
  return JSON.stringify(generated(), null, 2);
}

function generated(): JsonSchema {
  return { ...workflowJsonSchema(taskTypes) };
}

function typesIn(schema: JsonSchema): readonly JsonSchema[] {
  const tasks = schemaAt(schemaAt(schema, 'properties'), 'tasks');
  return schemasAt(schemaAt(tasks, 'additionalProperties'), 'oneOf');
}

/** ° marks the keys that may stand in `defaults`. */
function marked(fields: readonly SchemaField[], shared: readonly string[]): readonly SchemaField[] {
  return fields.map((field) => {
    if (!shared.includes(field.path)) return field;
    const description = `° ${sentence(textAt(field.schema, 'description'))}`;
    return { ...field, schema: { ...field.schema, description } };
  });
}

function typeText(type: JsonSchema, shared: readonly SchemaField[]): readonly string[] {
  const name = textAt(type, 'title');
  const taken = new Set(shared.map(({ path }) => path));
  const all = fieldsOf(type);
  const own = all.filter(
    ({ path, schema }) => !taken.has(path.split(/[.[]/, 1)[0] ?? '') || isOwn(path, schema),
  );
  const isPlugin = taskTypes.some((one) => one.type === name);
  const readme = isPlugin
    ? `[README](../../libs/tasks/src/${name}/README.md).`
    : 'It runs in the master: no worker, no slot, no attempt.';
  return [`### ${name}`, `${textAt(type, 'description')} ${readme}`, fieldTable(own, { linkTo: code })];
}

/** A shared key that the type has with a meaning of its own stands there in full, not by reference. */
function isOwn(path: string, schema: JsonSchema): boolean {
  return path !== 'type' && !('$ref' in schema) && isSchema(schema) && !('const' in schema);
}

/** Defaults that the parser fills in and the schema does not state. */
function taskDefaults(): ReadonlyMap<string, string> {
  const parsed = parseWorkflowDocument(IN_TASK({}), taskTypes);
  const task: TaskDefinition | undefined = parsed.ok ? parsed.definition.tasks.sample : undefined;
  if (!task) throw new Error('The smallest workflow file is refused: the sample in later-keys.ts is wrong.');
  const retry: RetryPolicy = task.retry;
  return new Map([
    ['type', 'required'],
    ['delay', durationText(task.delayMs)],
    ['onWorkerLostGrace', durationText(task.onWorkerLostGraceMs)],
    ['retry.delay', durationText(retry.delayMs)],
    ['retry.maxDelay', durationText(retry.maxDelayMs)],
  ]);
}

function durationText(ms: number): string {
  const [size, unit] = UNITS.find(([one]) => ms > 0 && ms % one === 0) ?? [1000, 's'];
  return code(`${ms / size}${unit}`);
}

const UNITS: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
  [1, 'ms'],
];

function taskRemarks(fields: readonly SchemaField[]): ReadonlyMap<string, string> {
  return new Map([
    ...laterKeys(fields, IN_TASK),
    [
      'onWorkerLost',
      'With `delivery: at-most-once` the default is `hold`, and `rerun` and `rerun-after-grace` are errors.',
    ],
    ['delivery', '`at-most-once` with `retry.max` above 0 is an error.'],
  ]);
}
