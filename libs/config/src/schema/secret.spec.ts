import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Given } from '../../testing/problems-of.js';
import { load, problemsOf, sourceOf } from '../../testing/problems-of.js';
import { describeConfig } from '../describe-config.js';
import { loadConfig } from '../load-config.js';
import { secret } from './secret.js';

const schema = z.strictObject({
  store: z.strictObject({
    password: secret(z.string().min(3)).optional(),
    user: z.string().default('me'),
  }),
});
const VALUE = 'MILLRACE_STORE_PASSWORD';
const NAMED = 'MILLRACE_STORE_PASSWORD_FILE';

describe('a secret', () => {
  it.each([
    ['the file', { yaml: 'store: { password: hunter2 }' }],
    ['its variable', { env: { [VALUE]: 'hunter2' } }],
    ['a file of its own', { env: { [NAMED]: '/run/p' }, files: { '/run/p': 'hunter2\n' } }],
    ['a file with another line end', { env: { [NAMED]: '/run/p' }, files: { '/run/p': 'hunter2\r\n' } }],
    [
      'a file of its own rather than the settings',
      { yaml: 'store: { password: other }', env: { [NAMED]: '/run/p' }, files: { '/run/p': 'hunter2' } },
    ],
  ])('comes from %s', (_, given: Given) => {
    expect(load(schema, given).store.password).toBe('hunter2');
  });

  it('keeps all but one line end of its file', () => {
    const files = { '/run/p': ' a,b \n\n' };

    expect(load(schema, { env: { [NAMED]: '/run/p' }, files }).store.password).toBe(' a,b \n');
  });

  it('may not come from both variables', () => {
    expect(problemsOf(schema, { env: { [VALUE]: 'x', [NAMED]: '/p' }, files: { '/p': 'yyyy' } })).toEqual([
      `variable ${VALUE}: store.password: ${NAMED} is set as well; keep one of the two`,
    ]);
  });

  it('is not called missing where its file cannot be read', () => {
    const needed = z.strictObject({ key: secret(z.string()) });

    expect(problemsOf(needed, { env: { MILLRACE_KEY_FILE: 'hunter2' } })).toEqual([
      'variable MILLRACE_KEY_FILE: key: the file that it names: there is no such file; check the path',
    ]);
  });

  it('is named with every way to set it when it is missing', () => {
    expect(problemsOf(z.strictObject({ key: secret(z.string()) }), {})).toEqual([
      'key: is missing; set it in a file named by --config or by the variable MILLRACE_KEY, or name a file that holds it by MILLRACE_KEY_FILE',
    ]);
  });

  it.each([
    ['before a check', secret(z.string()).min(1)],
    ['before a pattern', secret(z.string()).regex(/x/)],
    ['before a description', secret(z.string()).describe('It.')],
    ['before a refinement', secret(z.string()).refine(() => true)],
    ['inside an option', secret(z.string()).optional()],
    ['outside an option', secret(z.string().optional())],
    ['inside a default', secret(z.string()).default('x')],
    ['before a change', secret(z.string()).transform((text) => text.length)],
    ['on a list', secret(z.array(z.string()))],
    ['made anew', secret(z.string()).meta({ title: 'x' })],
  ])('stays one when it is marked %s', (_, marked) => {
    expect(describeConfig(z.strictObject({ key: marked }))).toMatchObject([
      { secret: true, fileVariable: 'MILLRACE_KEY_FILE' },
    ]);
  });

  it('makes secrets of all that is in it', () => {
    const section = secret(z.strictObject({ a: z.string(), b: z.strictObject({ c: z.string() }) }));

    expect(describeConfig(z.strictObject({ section })).map((setting) => setting.secret)).toEqual([
      true,
      true,
    ]);
  });

  it('does not show its default', () => {
    expect(describeConfig(z.strictObject({ key: secret(z.string()).default('x') }))[0]?.default).toBe('***');
  });
});

/** Every kind of check, and messages of authors who put the value into them. */
const checked = (value: z.ZodType) => z.strictObject({ store: z.strictObject({ key: value }) });
const SCHEMAS = [
  z.string().max(1),
  z.string().regex(/^never$/),
  z.email(),
  z.string().refine(() => false),
  z.string().refine(() => false, { error: ({ input }) => `${String(input)} is not right` }),
  z.string().transform((text, context) => {
    context.addIssue({ code: 'custom', message: `not ${text}` });
    return z.NEVER;
  }),
  z.enum(['never']),
  z.number(),
  z.boolean(),
  z.array(z.number()),
].map((schema) => checked(secret<z.ZodType>(schema)));

/** Texts that no message has by itself. */
const hidden = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' })
  .map((text) => `Q7${text}7Q`);

describe('the value of a secret', () => {
  it('is in no error, whatever is wrong with it and wherever it comes from', () => {
    const schemas = fc.constantFrom(...SCHEMAS);
    const ways = fc.constantFrom<(value: string) => Given>(
      (value) => ({ env: { MILLRACE_STORE_KEY: value } }),
      (value) => ({ env: { MILLRACE_STORE_KEY_FILE: '/k' }, files: { '/k': value } }),
      (value) => ({ env: { MILLRACE_STORE_KEY_FILE: value } }),
      (value) => ({ env: { MILLRACE_STORE_KEY: value, MILLRACE_STORE_KEY_FILE: value } }),
      (value) => ({ yaml: JSON.stringify({ store: { key: value } }) }),
      (value) => ({ yaml: JSON.stringify({ store: { key: [value] } }) }),
      (value) => ({ yaml: JSON.stringify({ store: value }) }),
      (value) => ({ yaml: `store:\n  key: ${value}\n` }),
      (value) => ({ yaml: `store:\n  key: |${value}\n` }),
      (value) => ({ yaml: `store:\n  key: !${value}\n` }),
      (value) => ({ yaml: `store:\n  key: *${value}\n` }),
      (value) => ({ yaml: `store:\n  key: @${value}\n` }),
      (value) => ({ yaml: `store:\n  key: "\\${value}\n` }),
      (value) => ({ yaml: `store:\n  key ${value}\n` }),
      (value) => ({ yaml: `store: {${value}}\n` }),
      (value) => ({ yaml: `store: {${value}, ${value}}\n` }),
    );
    fc.assert(
      fc.property(schemas, ways, hidden, (schema, way, value) => {
        const error = errorOf(schema, way(value));
        // Where the text happens to be what the schema wants, there is no error to look at.
        return error === undefined || !inspect(error, { depth: 9 }).includes(value);
      }),
      { numRuns: 1000 },
    );
  });
});

function errorOf(schema: z.ZodObject, given: Given): unknown {
  try {
    loadConfig(schema, sourceOf(given));
    return undefined;
  } catch (error) {
    return error;
  }
}
