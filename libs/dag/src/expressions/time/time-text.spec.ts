import { describe, expect, it } from 'vitest';
import { durationText, parseDurationText, parseShortDuration } from './duration-text.js';
import { parseDate, parseDateTime } from './iso-text.js';
import { formatTime, isoDateTime } from './time-format.js';
import type { DateTimeValue } from '../value.js';

const moment: DateTimeValue = {
  kind: 'datetime',
  epochMs: Date.UTC(2026, 10, 6, 8, 5, 7, 42),
  zone: 'Europe/Berlin',
};
const day = { kind: 'date', iso: '2026-11-06' } as const;

describe('patterns', () => {
  it.each([
    ['yyyyMMdd HH:mm:ss', '20261106 09:05:07'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-11-06T09:05:07.042+01:00'],
    ['yy/M/d H:m:s', '26/11/6 9:5:7'],
    ['EEE EEEE MMM MMMM', 'Fri Friday Nov November'],
    ['hh h a', '09 9 AM'],
    ['Z VV', '+0100 Europe/Berlin'],
    ["'it''s' '' yyyy", "it's ' 2026"],
    ['年yyyy', '年2026'],
    ['', ''],
  ])('%s writes %s', (pattern, expected) => {
    expect(formatTime(moment, pattern)).toBe(expected);
  });

  it('know noon and midnight', () => {
    const at = (hour: number): DateTimeValue => ({
      ...moment,
      epochMs: Date.UTC(2026, 0, 1, hour),
      zone: 'UTC',
    });
    expect([0, 11, 12, 13].map((hour) => formatTime(at(hour), 'h a'))).toEqual([
      '12 AM',
      '11 AM',
      '12 PM',
      '1 PM',
    ]);
    expect(formatTime(at(0), 'XXX')).toBe('Z');
  });

  it.each([
    ['YYYY', 'The year is yyyy.'],
    ['yyyy-MM-DD', 'The day of the month is dd.'],
    ['yyyyy', 'Tokens:'],
    ['q', 'Tokens:'],
    ["yyyy 'open", 'not closed'],
    ['y'.repeat(300), 'at most 256'],
  ])('%s is refused', (pattern, words) => {
    const work = (): string => formatTime(moment, pattern);
    expect(work).toThrow();
    try {
      work();
    } catch (error) {
      expect(JSON.stringify([String(error), error])).toContain(words);
    }
  });

  it('of a date have no time of day', () => {
    expect(formatTime(day, 'EEE, yyyyMMdd')).toBe('Fri, 20261106');
    expect(() => formatTime(day, 'HH')).toThrow('no time of day');
    expect(() => formatTime(day, 'XXX')).toThrow('no zone');
  });
});

describe('ISO text', () => {
  it.each([
    ['2026-11-20T10:00:00+01:00', undefined, '2026-11-20T10:00:00+01:00'],
    ['2026-11-20T10:00Z', undefined, '2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00:00.1234567Z', undefined, '2026-11-20T10:00:00.123Z'],
    ['2026-11-20T10:00:00-0330', undefined, '2026-11-20T10:00:00-03:30'],
    ['2026-11-20T10:00:00Z', 'Europe/Berlin', '2026-11-20T11:00:00+01:00'],
    ['2026-11-20T10:00:00', 'Europe/Berlin', '2026-11-20T10:00:00+01:00'],
    ['2026-07-20T10:00', 'Europe/Berlin', '2026-07-20T10:00:00+02:00'],
    ['2026-11-20', 'Europe/Berlin', '2026-11-20T00:00:00+01:00'],
    ['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
    ['0001-01-01T00:00:00Z', undefined, '0001-01-01T00:00:00Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(isoDateTime(parseDateTime(text, zone))).toBe(expected);
  });

  it.each([
    '2026-11-20T10:00:00',
    '2026-11-20',
    '2026-11-20 10:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T10:60:00Z',
    '2026-11-20T10:00:60Z',
    '2026-02-29T10:00:00Z',
    '2026-11-20T',
    '2026-11-20T10Z',
    '2026-11-20T10:00:00+25:00',
    'T10:00:00Z',
    '',
    'yesterday',
    `2026-11-20T10:00:00.${'0'.repeat(100_000)}Z`,
  ])('%s alone is no datetime', (text) => {
    expect(() => parseDateTime(text)).toThrow(/not a datetime|which time zone|not a date|not a time zone/);
  });

  it.each([
    '2026-1-1',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '0000-01-01',
    '2026-11-20Z',
    '20261120',
    '',
  ])('%s is no date', (text) => {
    expect(() => parseDate(text)).toThrow('not a date');
  });
});

describe('durations', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1h30m', 5_400_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['0s', 0],
    ['PT90S', 90_000],
    ['PT0.25S', 250],
    ['PT1H30M', 5_400_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['-PT1.5S', -1_500],
    ['+PT1S', 1_000],
    ['PT0,5S', 500],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDurationText(text)).toEqual({ kind: 'duration', ms });
  });

  it.each([
    ['90', 'has no unit'],
    ['1.5', 'has no unit'],
    ['', 'not a duration'],
    ['30m1h', 'not a duration'],
    ['1h1h', 'not a duration'],
    ['1.5h', 'not a duration'],
    ['-5m', 'not a duration'],
    ['1 h', 'not a duration'],
    ['1H', 'not a duration'],
    ['P', 'not a duration'],
    ['PT', 'not a duration'],
    ['P1DT', 'not a duration'],
    ['P1Y', 'no fixed length'],
    ['P1M', 'no fixed length'],
    ['PT0.0005S', 'finer than a millisecond'],
    ['99999999999999999d', '2^53'],
    ['9'.repeat(1_000_000), 'no unit'],
    [`${'1'.repeat(100_000)}h`, 'not a duration'],
  ])('%s is refused', (text, words) => {
    expect(() => parseDurationText(text)).toThrow(words);
  });

  it('read back what they write', () => {
    for (const ms of [0, 1, 999, 1_000, 90_000, 86_400_001, -250, Number.MAX_SAFE_INTEGER]) {
      expect(parseDurationText(durationText({ kind: 'duration', ms })).ms).toBe(ms);
    }
    expect(() => parseShortDuration('PT90S')).toThrow('not a duration');
  });
});
