import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile-expression.js';
import { ExpressionError } from '../expression-error.js';
import { formatValue } from '../format-value.js';
import { makeScope } from '../scope.js';
import type { Value } from '../value.js';

const scope = makeScope({
  run: { logicalDate: { kind: 'datetime', epochMs: Date.UTC(2026, 10, 20, 9, 30), zone: 'Europe/Berlin' } },
  params: { day: { kind: 'date', iso: '2026-11-20' } },
});
const evaluate = (source: string): Value => compileExpression(source).evaluate(scope);
const berlin = (text: string): string => `datetime('${text}', 'Europe/Berlin')`;

function failure(source: string): ExpressionError {
  try {
    evaluate(source);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('dates', () => {
  it.each([
    ['params.day.plusDays(11)', '2026-12-01'],
    ['params.day.minusWeeks(1)', '2026-11-13'],
    ["date('2026-01-31').plusMonths(1)", '2026-02-28'],
    ["date('2028-02-29').plusYears(1)", '2029-02-28'],
    ["date('2026-03-31').minusMonths(1)", '2026-02-28'],
    ["params.day.startOf('week')", '2026-11-16'],
    ["params.day.endOf('week')", '2026-11-22'],
    ["date('2026-11-22').startOf('week')", '2026-11-16'],
    ["date('2026-11-16').startOf('week')", '2026-11-16'],
    ["params.day.startOf('month')", '2026-11-01'],
    ["date('2028-02-03').endOf('month')", '2028-02-29'],
    ["params.day.startOf('quarter')", '2026-10-01'],
    ["params.day.endOf('quarter')", '2026-12-31'],
    ["date('2026-03-31').startOf('quarter')", '2026-01-01'],
    ["params.day.startOf('year')", '2026-01-01'],
    ["params.day.endOf('year')", '2026-12-31'],
    ["date('9999-12-31').endOf('year')", '9999-12-31'],
    ["params.day.startOf('day')", '2026-11-20'],
    ["params.day.format('yyyyMMdd')", '20261120'],
    ['params.day.toDate()', '2026-11-20'],
    ['[params.day.year(), params.day.month(), params.day.day(), params.day.dayOfWeek()]', '[2026,11,20,5]'],
    ["date('2026-11-22').dayOfWeek()", '7'],
    ['date(run.logicalDate)', '2026-11-20'],
    ["datetime(params.day, 'Europe/Berlin')", '2026-11-20T00:00:00+01:00'],
    ["string(params.day) + '!'", '2026-11-20!'],
  ])('%s is %s', (source, expected) => {
    expect(formatValue(evaluate(source))).toBe(expected);
  });

  it.each([
    ['params.day.plusHours(1)', 'TYPE', 'datetime('],
    ["params.day.startOf('hour')", 'TYPE', 'no time of day'],
    ['params.day.hour()', 'TYPE', 'no time of day'],
    ["params.day.inZone('UTC')", 'TYPE', 'no zone'],
    ["params.day + duration('1d')", 'TYPE', 'plusDays'],
    ["params.day == '2026-11-20'", 'TYPE', 'date('],
    ['params.day == run.logicalDate', 'TYPE', 'same type'],
    ['params.day < run.logicalDate', 'TYPE', "'<'"],
    ['params.day.plusDays(1.5)', 'TYPE', 'int()'],
    ["params.day.plusDays('1')", 'TYPE', 'int()'],
    ["'2026-11-20'.plusDays(1)", 'TYPE', 'date('],
    ["params.day.startOf('decade')", 'INVALID_TEXT', 'year, quarter'],
    ["date('2026-02-30')", 'INVALID_TEXT', '2026-11-20'],
    ['params.day.plusDays(9223372036854775807)', 'OUT_OF_RANGE', 'too much'],
    ['params.day.plusYears(8000)', 'OUT_OF_RANGE', '9999'],
    ['params.day.minusDays(1000000000000000)', 'OUT_OF_RANGE', '9999'],
    ["params.day.format('YYYY')", 'INVALID_TEXT', 'yyyy'],
    ['datetime(params.day)', 'TYPE', 'Europe/Berlin'],
    ['duration(90)', 'TYPE', '90s'],
  ])('%s fails', (source, code, words) => {
    const error = failure(source);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint ?? ''}`).toContain(words);
  });
});

describe('datetimes', () => {
  it.each([
    ['run.logicalDate', '2026-11-20T10:30:00+01:00'],
    ['run.logicalDate.minusDays(1)', '2026-11-19T10:30:00+01:00'],
    ['run.logicalDate.plusMillis(5).plusSeconds(1).plusMinutes(1)', '2026-11-20T10:31:01.005+01:00'],
    ["run.logicalDate.startOf('day')", '2026-11-20T00:00:00+01:00'],
    ["run.logicalDate.startOf('hour')", '2026-11-20T10:00:00+01:00'],
    ["run.logicalDate.endOf('minute')", '2026-11-20T10:30:59.999+01:00'],
    ["run.logicalDate.endOf('month')", '2026-11-30T23:59:59.999+01:00'],
    ["run.logicalDate.startOf('week')", '2026-11-16T00:00:00+01:00'],
    ["run.logicalDate.inZone('America/New_York')", '2026-11-20T04:30:00-05:00'],
    ["run.logicalDate.inZone('UTC').format('yyyyMMdd HH:mm')", '20261120 09:30'],
    ["run.logicalDate.inZone('Asia/Tokyo').plusHours(6).toDate()", '2026-11-21'],
    ['[run.logicalDate.hour(), run.logicalDate.minute(), run.logicalDate.second()]', '[10,30,0]'],
    ["datetime('2026-11-20T10:00:00+01:00').plusMonths(8)", '2027-07-20T10:00:00+01:00'],
    [`datetime('2026-11-20', 'Europe/Berlin')`, '2026-11-20T00:00:00+01:00'],
  ])('%s is %s', (source, expected) => {
    expect(formatValue(evaluate(source))).toBe(expected);
  });

  it.each([
    // Spring forward: 2026-03-29 02:00 → 03:00.
    [`${berlin('2026-03-28T02:30:00')}.plusDays(1)`, '2026-03-29T03:30:00+02:00'],
    [`${berlin('2026-03-28T12:00:00')}.plusDays(1)`, '2026-03-29T12:00:00+02:00'],
    [`${berlin('2026-03-28T12:00:00')}.plusHours(24)`, '2026-03-29T13:00:00+02:00'],
    [`${berlin('2026-03-29T12:00:00')}.startOf('day')`, '2026-03-29T00:00:00+01:00'],
    [`${berlin('2026-03-29T12:00:00')}.endOf('day')`, '2026-03-29T23:59:59.999+02:00'],
    [`${berlin('2026-02-28T02:30:00')}.plusMonths(1).plusDays(1)`, '2026-03-29T03:30:00+02:00'],
    // Fall back: 2026-10-25 03:00 → 02:00.
    [`${berlin('2026-10-24T02:30:00')}.plusDays(1)`, '2026-10-25T02:30:00+02:00'],
    [`${berlin('2026-10-26T02:30:00')}.minusDays(1)`, '2026-10-25T02:30:00+01:00'],
    [`datetime('2026-10-25T01:30:00Z', 'Europe/Berlin').startOf('hour')`, '2026-10-25T02:00:00+01:00'],
    [`datetime('2026-10-25T01:30:00Z', 'Europe/Berlin').plusDays(0)`, '2026-10-25T02:30:00+01:00'],
    [`${berlin('2026-10-25T00:30:00')}.plusHours(3)`, '2026-10-25T02:30:00+01:00'],
    [`${berlin('2026-10-25T12:00:00')}.startOf('week')`, '2026-10-19T00:00:00+02:00'],
    // A day without midnight, and one with two.
    ["datetime('2018-11-04T12:00:00', 'America/Sao_Paulo').startOf('day')", '2018-11-04T01:00:00-02:00'],
    ["datetime('2026-11-01T12:00:00', 'America/Havana').startOf('day')", '2026-11-01T00:00:00-04:00'],
    // Summer time of half an hour.
    ["datetime('2026-10-04T12:10:00', 'Australia/Lord_Howe').startOf('hour')", '2026-10-04T12:00:00+11:00'],
  ])('%s keeps to the local clock: %s', (source, expected) => {
    expect(formatValue(evaluate(source))).toBe(expected);
  });

  it('compare as instants', () => {
    const same = "datetime('2026-11-20T09:30:00Z')";
    expect(evaluate(`run.logicalDate == ${same} && !(run.logicalDate != ${same})`)).toBe(true);
    expect(evaluate(`run.logicalDate <= ${same} && run.logicalDate >= ${same}`)).toBe(true);
    expect(evaluate('run.logicalDate < run.logicalDate.plusMillis(1)')).toBe(true);
    expect(evaluate(`${same} in [run.logicalDate] && !('x' in [run.logicalDate])`)).toBe(true);
    expect(evaluate("params.day > date('2026-11-19') && params.day != null")).toBe(true);
  });

  it.each([
    ["datetime('2026-11-20T10:00:00')", 'INVALID_TEXT', 'second argument'],
    ["datetime('2026-11-20T10:00:00Z', 'Mars/Base')", 'INVALID_TEXT', 'IANA'],
    ["run.logicalDate.inZone('')", 'INVALID_TEXT', 'IANA'],
    ['run.logicalDate + run.logicalDate', 'TYPE', "'+'"],
    ['run.logicalDate + 1', 'TYPE', "'+'"],
    ['run.logicalDate.plusMillis(1000000000000000)', 'OUT_OF_RANGE', '9999'],
    ["run.logicalDate.format('foo')", 'INVALID_TEXT', 'Tokens'],
  ])('%s fails', (source, code, words) => {
    const error = failure(source);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint ?? ''}`).toContain(words);
  });
});

describe('durations', () => {
  it.each([
    ["duration('1h30m')", 'PT5400S'],
    ["duration('PT90S') + duration('500ms')", 'PT90.5S'],
    ["duration('1m') - duration('2m')", '-PT60S'],
    ["-duration('1s')", '-PT1S'],
    ['run.logicalDate - run.logicalDate.minusDays(1)', 'PT86400S'],
    [`${berlin('2026-03-30T00:00:00')} - ${berlin('2026-03-29T00:00:00')}`, 'PT82800S'],
    ["run.logicalDate + duration('1d')", '2026-11-21T10:30:00+01:00'],
    ["duration('30m') + run.logicalDate", '2026-11-20T11:00:00+01:00'],
    ["run.logicalDate - duration('30m')", '2026-11-20T10:00:00+01:00'],
    [`${berlin('2026-03-28T12:00:00')} + duration('1d')`, '2026-03-29T13:00:00+02:00'],
    ["duration('60s') == duration('1m') && duration('1s') < duration('1m')", 'true'],
  ])('%s is %s', (source, expected) => {
    expect(formatValue(evaluate(source))).toBe(expected);
  });

  it('have a limit', () => {
    expect(failure("duration('100000000d') + duration('100000000d')").code).toBe('OUT_OF_RANGE');
    expect(failure("run.logicalDate - duration('99999999d')").code).toBe('OUT_OF_RANGE');
  });
});
