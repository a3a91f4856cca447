import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../definition/workflow-definition.js';
import { decodeValue, encodeValue } from './encode-value.js';
import { equalValues } from './equal-values.js';
import { parseTypedJson, valueOfJson } from './typed-json.js';
import { isoOfDays } from './time/calendar.js';
import type { Value } from './value.js';

const scalars: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.maxSafeInteger().map(BigInt),
  fc.double(),
  fc.maxSafeInteger(),
  fc.string({ unit: 'binary' }),
  fc
    .integer({ min: -719_162, max: 2_932_896 })
    .map((days): Value => ({ kind: 'date', iso: isoOfDays(days) })),
  fc
    .record({
      epochMs: fc.integer({ min: -6e13, max: 2.5e14 }),
      zone: fc.constantFrom('UTC', 'Europe/Berlin', '+05:30'),
    })
    .map((fields): Value => ({ kind: 'datetime', ...fields })),
  fc.maxSafeInteger().map((ms): Value => ({ kind: 'duration', ms })),
);
const keys = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', '$int', '$double', '$map', '$', '$x'),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }).map((entries): Value => new Map(entries)),
  ),
}));

const throughJson = (json: JsonValue): JsonValue => JSON.parse(JSON.stringify(json)) as JsonValue;

describe('encoding', () => {
  it('loses nothing, through the text of the log', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(equalValues(decodeValue(throughJson(encodeValue(one))), one)).toBe(true);
      }),
    );
  });

  it.each<[Value, JsonValue]>([
    [1n, 1],
    [2n ** 53n, { $int: '9007199254740992' }],
    [1, { $double: 1 }],
    [1.5, 1.5],
    [-0, { $double: '-0' }],
    [Number.NaN, { $double: 'NaN' }],
    [Number.NEGATIVE_INFINITY, { $double: '-Infinity' }],
    [{ kind: 'date', iso: '2026-11-20' }, { $date: '2026-11-20' }],
    [{ kind: 'datetime', epochMs: 5, zone: 'Europe/Berlin' }, { $datetime: [5, 'Europe/Berlin'] }],
    [{ kind: 'duration', ms: 90_000 }, { $duration: 90_000 }],
    [new Map([['a', 1n]]), { a: 1 }],
    [new Map([['$int', '1']]), { $map: [['$int', '1']] }],
    [
      [null, 'x'],
      [null, 'x'],
    ],
  ])('writes %o as JSON that can be read', (one, json) => {
    expect(encodeValue(one)).toEqual(json);
  });

  it.each<[JsonValue]>([
    [{ $unknown: 1 }],
    [{ $int: 5 }],
    [{ $int: '1x' }],
    [{ $double: 'one' }],
    [{ $date: '2026-13-01' }],
    [{ $datetime: [1, 'Nowhere/City'] }],
    [{ $datetime: 'x' }],
    [{ $duration: 0.5 }],
    [{ $map: { a: 1 } }],
    [{ $map: [['a']] }],
    [{ $int: '1', a: 2 }],
    [9_007_199_254_740_992],
  ])('does not read %o', (json) => {
    expect(() => decodeValue(json)).toThrow();
  });
});

describe('equal values', () => {
  it('have the same type and content', () => {
    expect(equalValues(1n, 1)).toBe(false);
    expect(equalValues(Number.NaN, Number.NaN)).toBe(true);
    expect(
      equalValues(
        new Map([
          ['a', 1n],
          ['b', 2n],
        ]),
        new Map([
          ['b', 2n],
          ['a', 1n],
        ]),
      ),
    ).toBe(true);
    expect(equalValues(new Map([['a', null]]), new Map([['b', null]]))).toBe(false);
    expect(equalValues([1n], [1n, 2n])).toBe(false);
    expect(equalValues({ kind: 'date', iso: '2026-01-01' }, '2026-01-01')).toBe(false);
    const utc: Value = { kind: 'datetime', epochMs: 0, zone: 'UTC' };
    expect(equalValues(utc, { kind: 'datetime', epochMs: 0, zone: 'Europe/Berlin' })).toBe(false);
  });
});

describe('typed JSON', () => {
  it.each<[string, Value]>([
    ['1', 1n],
    ['-0', 0n],
    ['1.0', 1],
    ['1e2', 100],
    ['1E2', 100],
    ['0.5', 0.5],
    ['9007199254740991', 9_007_199_254_740_991n],
    ['9007199254740993.0', 9_007_199_254_740_992],
    ['"x"', 'x'],
    [' [1, 1.5, null, true] ', [1n, 1.5, null, true]],
    ['{"a": {"b": [1]}}', new Map([['a', new Map([['b', [1n]]])]])],
    [
      '{"__proto__": 1, "constructor": 2.0}',
      new Map<string, Value>([
        ['__proto__', 1n],
        ['constructor', 2],
      ]),
    ],
    ['{"a": 1, "a": 2.0}', new Map([['a', 2]])],
    ['{"$int": "1"}', new Map([['$int', '1']])],
  ])('tells integers from doubles in %s', (text, expected) => {
    expect(equalValues(parseTypedJson(text), expected)).toBe(true);
  });

  it.each([
    ['9007199254740992', 'exact'],
    ['[-9007199254740993]', 'exact'],
    ['{', 'not JSON'],
    ['', 'not JSON'],
    ['01', 'not JSON'],
    ['NaN', 'not JSON'],
    ['['.repeat(65), '64 deep'],
    ['{"a":'.repeat(100_000), '64 deep'],
  ])('refuses %s', (text, words) => {
    expect(() => parseTypedJson(text)).toThrow(words);
  });

  it('takes brackets in text for text', () => {
    expect(parseTypedJson(`"${'['.repeat(1_000)}\\""`)).toBe(`${'['.repeat(1_000)}"`);
  });

  it('that was parsed already keeps what can be told', () => {
    expect(valueOfJson([1, 1.5, { a: 'x' }])).toEqual([1n, 1.5, new Map([['a', 'x']])]);
    expect(() => valueOfJson(2 ** 53)).toThrow('exact');
  });
});
