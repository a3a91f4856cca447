import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkedDays,
  civilOfDays,
  dayOfWeek,
  daysInMonth,
  daysOfCivil,
  isoOfDays,
  plusMonths,
} from './calendar.js';
import { checkedZone, epochOfLocal, localOfEpoch, offsetAt } from './zone.js';

const HOUR = 3_600_000;
const utc = (...parts: [number, number, number, number?, number?]): number => {
  const [year, month, day, hour = 0, minute = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute);
};

describe('the calendar', () => {
  it('agrees with the platform on every day of the years 1 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        const date = new Date(days * 86_400_000);
        expect(isoOfDays(days)).toBe(date.toISOString().slice(0, 10));
        expect(daysOfCivil(civilOfDays(days))).toBe(days);
        expect(dayOfWeek(days) % 7).toBe(date.getUTCDay());
      }),
    );
  });

  it('keeps to the last day of a shorter month', () => {
    const plus = (iso: string, months: number): string => {
      const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
      return isoOfDays(plusMonths(daysOfCivil({ year, month, day }), months));
    };
    expect(plus('2026-01-31', 1)).toBe('2026-02-28');
    expect(plus('2028-01-31', 1)).toBe('2028-02-29');
    expect(plus('2028-02-29', 12)).toBe('2029-02-28');
    expect(plus('2026-03-31', -1)).toBe('2026-02-28');
    expect(plus('2026-12-15', 1)).toBe('2027-01-15');
    expect(plus('2026-01-15', -13)).toBe('2024-12-15');
    expect([daysInMonth(1900, 2), daysInMonth(2000, 2), daysInMonth(2026, 4)]).toEqual([28, 29, 30]);
  });

  it('ends with the year 9999', () => {
    const last = daysOfCivil({ year: 9999, month: 12, day: 31 });
    expect(checkedDays(last)).toBe(last);
    expect(() => checkedDays(last + 1)).toThrow('9999');
    expect(() => checkedDays(Number.NaN)).toThrow('9999');
  });
});

describe('zones', () => {
  it.each([
    ['UTC', utc(2026, 1, 1), 0],
    ['Europe/Berlin', utc(2026, 1, 1), 1],
    ['Europe/Berlin', utc(2026, 7, 1), 2],
    ['America/New_York', utc(2026, 1, 1), -5],
    ['Asia/Kolkata', utc(2026, 1, 1), 5.5],
    ['Asia/Kathmandu', utc(2026, 1, 1), 5.75],
    ['-03:30', utc(2026, 1, 1), -3.5],
  ])('%s at %d is %d hours ahead', (zone, epochMs, hours) => {
    expect(offsetAt(zone, epochMs)).toBe(hours * HOUR);
  });

  it('are written in one way', () => {
    expect(['Z', 'UTC', '+00:00', '+0130', '-02', 'Europe/Berlin'].map(checkedZone)).toEqual([
      ...['UTC', 'UTC', 'UTC', '+01:30', '-02:00', 'Europe/Berlin'],
    ]);
  });

  it.each([
    '',
    'local',
    'Nowhere/City',
    '__proto__',
    '+19:00',
    '+01:60',
    'Europe/Berlin\n',
    '../etc/passwd',
    '+1',
  ])('refuse <%s>', (zone) => {
    expect(() => checkedZone(zone)).toThrow('not a time zone');
  });

  it('skip forward over the hour that summer time leaves out', () => {
    expect(epochOfLocal('Europe/Berlin', utc(2026, 3, 29, 2, 30))).toBe(utc(2026, 3, 29, 1, 30));
    expect(epochOfLocal('Europe/Berlin', utc(2026, 3, 29, 1, 59))).toBe(utc(2026, 3, 29, 0, 59));
    expect(epochOfLocal('Europe/Berlin', utc(2026, 3, 29, 3, 0))).toBe(utc(2026, 3, 29, 1, 0));
  });

  it('take the first of an hour that comes twice, or the preferred one', () => {
    const twice = utc(2026, 10, 25, 2, 30);
    expect(epochOfLocal('Europe/Berlin', twice)).toBe(utc(2026, 10, 25, 0, 30));
    expect(epochOfLocal('Europe/Berlin', twice, HOUR)).toBe(utc(2026, 10, 25, 1, 30));
    expect(epochOfLocal('Europe/Berlin', twice, 2 * HOUR)).toBe(utc(2026, 10, 25, 0, 30));
    expect(epochOfLocal('Europe/Berlin', twice, 5 * HOUR)).toBe(utc(2026, 10, 25, 0, 30));
  });

  it('skip a whole day where the date line moved', () => {
    const skipped = epochOfLocal('Pacific/Apia', utc(2011, 12, 30, 12));
    expect(localOfEpoch('Pacific/Apia', skipped)).toBe(utc(2011, 12, 31, 12));
  });

  it('give back the instant from its local time', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'UTC',
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: utc(1975, 1, 1), max: utc(2100, 1, 1) }), (zone, epochMs) => {
        const local = localOfEpoch(zone, epochMs);
        expect(epochOfLocal(zone, local, offsetAt(zone, epochMs))).toBe(epochMs);
        expect(localOfEpoch(zone, epochOfLocal(zone, local))).toBe(local);
      }),
    );
  });
});
