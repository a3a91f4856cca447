import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { load } from '../testing/problems-of.js';
import { bytes } from './schema/bytes.js';
import { duration } from './schema/duration.js';
import { secret } from './schema/secret.js';
import { variableName } from './values/variable-name.js';

const schema = z.strictObject({
  a: z.strictObject({
    text: z.string(),
    int: z.int(),
    float: z.number(),
    flag: z.boolean(),
    choice: z.enum(['one', 'two-three']),
    span: duration(),
    room: bytes(),
    list: z.array(z.string()),
    numbers: z.array(z.number()),
    key: secret(z.string()),
  }),
});

/** An item of a list in a variable has no comma, and nothing around it that cannot be seen. */
const item = fc.string({ minLength: 1 }).filter((text) => !text.includes(',') && text.trim() === text);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const count = fc.nat(1_000_000);

const settings = fc.record({
  text: fc.string({ unit: 'grapheme' }),
  int: fc.maxSafeInteger(),
  float: number,
  flag: fc.boolean(),
  choice: fc.constantFrom('one', 'two-three'),
  span: fc.oneof(
    count,
    fc.tuple(count, fc.constantFrom('ms', 's', 'm', 'h', 'd')).map(([amount, unit]) => `${amount}${unit}`),
  ),
  room: fc.oneof(
    count,
    fc.tuple(count, fc.constantFrom('B', 'KiB', 'MiB', 'GiB')).map(([amount, unit]) => `${amount}${unit}`),
  ),
  list: fc.array(item),
  numbers: fc.array(number),
  key: fc.string({ unit: 'grapheme' }),
});

const envOf = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [variableName(['a', key]), String(value)]));

describe('the same settings', () => {
  it('are the same from the file and from variables', () => {
    fc.assert(
      fc.property(settings, (a) => {
        const fromFile = load(schema, { yaml: stringify({ a }) });

        expect(fromFile.a).toMatchObject({
          text: a.text,
          int: a.int,
          float: a.float,
          list: a.list,
          key: a.key,
        });
        expect(load(schema, { env: envOf(a) })).toEqual(fromFile);
      }),
    );
  });

  it('are the same when any of them stand in the file and the others in variables', () => {
    const keys = Object.keys(schema.shape.a.shape);
    fc.assert(
      fc.property(settings, settings, fc.subarray(keys), (a, other, inVariables) => {
        const chosen = Object.entries(a).filter(([key]) => inVariables.includes(key));
        const yaml = stringify({
          a: { ...a, ...Object.fromEntries(chosen.map(([key]) => [key, other[key as 'key']])) },
        });

        expect(load(schema, { yaml, env: envOf(Object.fromEntries(chosen)) })).toEqual(
          load(schema, { yaml: stringify({ a }) }),
        );
      }),
    );
  });
});

describe('any text as a file', () => {
  const pieces = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '|',
    '&x',
    '*x',
    '!',
    '#',
    '\t',
    '---\n',
    '%',
    'text',
    '5',
    '~',
    '?',
    '<<',
    '\r\n',
    '__proto__',
  );

  it('is read or refused with a place, and nothing else happens', () => {
    const open = z.strictObject({ a: schema.shape.a.partial() });
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        try {
          load(open, { yaml: parts.join('') });
        } catch (error) {
          expect(error).toHaveProperty('code', 'INVALID_CONFIG');
          expect(
            (error as { problems: string[] }).problems.every((line) =>
              /^millrace\.yaml:\d+:\d+: /.test(line),
            ),
          ).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
