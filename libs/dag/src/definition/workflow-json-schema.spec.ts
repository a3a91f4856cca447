import { describe, expect, it } from 'vitest';
import type { JsonRecord } from './document-path.js';
import { isList, isRecord, valueAt } from './document-path.js';
import { SAMPLE_TYPES } from './parse-samples.contract.js';
import { taskSchema } from './task-schema.js';
import { workflowJsonSchema } from './workflow-json-schema.js';
import type { JsonValue } from './workflow-definition.js';

const schema = JSON.parse(JSON.stringify(workflowJsonSchema(SAMPLE_TYPES))) as JsonRecord;
const tasks = valueAt(schema, ['properties', 'tasks', 'additionalProperties', 'oneOf']);

function taskOf(type: string): JsonValue {
  const found = isList(tasks) ? tasks.find((task) => isRecord(task) && task.title === type) : undefined;
  if (found === undefined) throw new Error(`no task type ${type}`);
  return found;
}

function refsIn(value: JsonValue): readonly string[] {
  if (isList(value)) return value.flatMap(refsIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item] : refsIn(item),
  );
}

describe('the JSON Schema of a workflow file', () => {
  it('is of 2020-12, with what is required and x- keys', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['apiVersion', 'kind', 'name', 'tasks'],
      additionalProperties: false,
      patternProperties: { '^x-': {} },
    });
  });

  it('has a shape for each task type, the logic ones too', () => {
    expect(isList(tasks) && tasks.map((task) => valueAt(task, ['properties', 'type', 'const']))).toEqual([
      'switch',
      'conditions',
      'noop',
      'shell',
      'http',
    ]);
    expect(taskOf('shell')).toMatchObject({
      required: ['type', 'script'],
      additionalProperties: false,
      description: 'Runs a script.',
    });
  });

  it('has all shared keys in each', () => {
    for (const key of Object.keys(taskSchema.shape))
      expect(valueAt(taskOf('http'), ['properties', key])).toBeDefined();
  });

  it('lets expressions stand for own values, but not in code and not in logic tasks', () => {
    const template = { type: 'string', pattern: '\\$\\{\\{', description: 'An expression.' };
    expect(valueAt(taskOf('noop'), ['properties', 'fail'])).toEqual({
      anyOf: [{ type: 'boolean' }, template],
    });
    expect(valueAt(taskOf('shell'), ['properties', 'script'])).toEqual({ type: 'string', minLength: 1 });
    expect(JSON.stringify(taskOf('switch'))).not.toContain('An expression.');
    expect(JSON.stringify(taskOf('http'))).toContain('An expression.');
  });

  it('takes x- keys wherever the keys are named', () => {
    const retry = valueAt(schema, ['$defs', 'task', 'properties', 'retry', 'patternProperties']);
    const cases = valueAt(taskOf('switch'), ['properties', 'cases', 'items', 'patternProperties']);
    const request = valueAt(taskOf('http'), ['properties', 'request', 'anyOf']);
    const open = { '^x-': {} };
    expect([retry, cases]).toEqual([open, open]);
    expect(isList(request) && request[0]).toMatchObject({ patternProperties: open });
  });

  it('refers only to what is there', () => {
    const refs = refsIn(schema);
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of refs) expect(valueAt(schema, ref.slice(2).split('/'))).toBeDefined();
  });

  it('describes every shared key of a task', () => {
    const shared = valueAt(schema, ['$defs', 'task', 'properties']);
    expect(
      isRecord(shared) && Object.values(shared).every((key) => isRecord(key) && 'description' in key),
    ).toBe(true);
  });
});
