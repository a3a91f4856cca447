import { describe, expect, it } from 'vitest';
import type { JsonValue, ValueType } from '../definition/workflow-definition.js';
import { formatValue } from '../expressions/format-value.js';
import type { Value } from '../expressions/value.js';
import { coerceValue } from './coerce-value.js';
import { ParameterError } from './parameter-error.js';
import { parseDuration } from './parse-duration.js';

const coerce = (type: ValueType, json: JsonValue): Value => coerceValue(type, json, 'Europe/Berlin');

describe('coercion', () => {
  it.each<[ValueType, JsonValue, Value]>([
    ['string', 'x', 'x'],
    ['string', '', ''],
    ['integer', 5, 5n],
    ['integer', -0, 0n],
    ['integer', ' 42 ', 42n],
    ['integer', '9007199254740993', 9_007_199_254_740_993n],
    ['integer', 9_007_199_254_740_991, 9_007_199_254_740_991n],
    ['number', 5, 5],
    ['number', 0.5, 0.5],
    ['number', 1e300, 1e300],
    ['number', '1e-3', 0.001],
    ['number', '5', 5],
    ['boolean', true, true],
    ['boolean', 'false', false],
    ['date', '2026-11-20', { kind: 'date', iso: '2026-11-20' }],
    ['date', '2026-11-20T23:30:00Z', { kind: 'date', iso: '2026-11-20' }],
    ['date', '2026-11-20T23:30:00-05:00', { kind: 'date', iso: '2026-11-20' }],
    ['date', '2026-11-20T23:30:00', { kind: 'date', iso: '2026-11-20' }],
    ['duration', '1h30m', { kind: 'duration', ms: 5_400_000 }],
    ['duration', 'PT90S', { kind: 'duration', ms: 90_000 }],
    ['list', [1, 1.5, 'a', null], [1n, 1.5, 'a', null]],
    ['list', '[1, 1.0]', [1n, 1]],
    ['map', { a: [1] }, new Map([['a', [1n]]])],
    ['map', '{"a": 1}', new Map([['a', 1n]])],
    ['integer', null, null],
  ])('to %s of %o', (type, json, expected) => {
    expect(coerce(type, json)).toEqual(expected);
  });

  it.each([
    ['2026-07-20T10:00:00', '2026-07-20T10:00:00+02:00'],
    ['2026-11-20T10:00:00', '2026-11-20T10:00:00+01:00'],
    ['2026-11-20', '2026-11-20T00:00:00+01:00'],
  ])('reads the datetime %s, which names no zone, in the zone', (text, expected) => {
    const value = coerce('datetime', text);
    expect(formatValue(value)).toBe(expected);
    expect(value).toHaveProperty('zone', 'Europe/Berlin');
  });

  it.each(['2026-11-20T10:00:00Z', '2026-07-20T23:30:00-05:00'])(
    'keeps the zone that the datetime %s names',
    (text) => {
      expect(formatValue(coerce('datetime', text))).toBe(text);
    },
  );

  it.each<[ValueType, JsonValue, string]>([
    ['string', 5, 'quotes'],
    ['string', true, 'boolean'],
    ['integer', 1.5, 'number'],
    ['integer', '1.0', 'not an integer'],
    ['integer', '', 'empty text'],
    ['integer', 2 ** 53, 'exact'],
    ['integer', -(2 ** 53), 'exact'],
    ['integer', '9223372036854775808', '64 bit'],
    ['integer', true, 'boolean'],
    ['number', 'NaN', 'finite'],
    ['number', '1e999', 'finite'],
    ['number', '0x10', 'not a number'],
    ['number', '', 'empty text'],
    ['boolean', 'yes', 'neither'],
    ['boolean', 1, 'integer'],
    ['date', '20.11.2026', 'not a date'],
    ['date', 20261120, '2026-11-20'],
    ['datetime', 'now', 'not a datetime'],
    ['datetime', 1_700_000_000, '2026-11-20T10'],
    ['duration', '90', 'has no unit'],
    ['duration', 90, '90s'],
    ['list', '{}', 'not a list'],
    ['list', 'a,b', 'not JSON'],
    ['list', [2 ** 53], 'exact'],
    ['number', Number.POSITIVE_INFINITY, 'not a finite number'],
    ['list', [1, [Number.NaN]], 'not a finite number'],
    ['list', '[1, {"a": 1e400}]', "'1e400' is not a finite number"],
    ['map', '{"a": -1.0e999}', "'-1.0e999' is not a finite number"],
    ['map', '[]', 'not a map'],
    ['map', [], 'list'],
  ])('to %s refuses %o', (type, json, words) => {
    expect(() => coerce(type, json)).toThrow(ParameterError);
    expect(() => coerce(type, json)).toThrow(words);
  });
});

describe('an integer that JSON has rounded', () => {
  it('is not told as a number that nobody wrote', () => {
    expect(() => coerce('list', [JSON.parse('9007199254740993') as number])).toThrow(
      /^A whole number in it is beyond 2\^53-1/,
    );
    expect(() => coerce('list', '[9007199254740993]')).toThrow("'9007199254740993'");
  });
});

describe('durations of the workflow file', () => {
  it('are numbers with units', () => {
    expect([parseDuration('250ms'), parseDuration('1h30m'), parseDuration('1d')]).toEqual([
      250, 5_400_000, 86_400_000,
    ]);
  });

  it('say so when the unit is missing', () => {
    expect(() => parseDuration('90')).toThrow("'90' has no unit. Write it as '250ms', '30s'");
    expect(() => parseDuration('PT90S')).toThrow(ParameterError);
  });
});
