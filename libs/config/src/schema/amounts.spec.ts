import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes } from './bytes.js';
import { duration } from './duration.js';

const refusal = (schema: ReturnType<typeof duration>, value: unknown): string | undefined =>
  schema.safeParse(value).error?.issues[0]?.message;

describe('a duration', () => {
  it.each([
    ['300ms', 300],
    ['10s', 10_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['1h30m', 5_400_000],
    ['0s', 0],
    ['250', 250],
    [250, 250],
    [0, 0],
  ])('%s is %d milliseconds', (text, milliseconds) => {
    expect(duration().parse(text)).toBe(milliseconds);
  });

  it.each(['', ' 10s', '10 s', '10S', '1.5s', '-1s', 'PT10S', '1e3'])('is not %j', (text) => {
    expect(refusal(duration(), text)).toBe(
      'must be a duration such as 300ms, 10s, 5m, 1h or 7d, or a whole number of milliseconds',
    );
  });

  it.each([-1, 1.5, Number.NaN, Infinity, 2 ** 53, true, null, [1], '99999999999999999999d'])(
    'is not %s',
    (value) => {
      expect(refusal(duration(), value)).toMatch(/^must be a duration/);
    },
  );

  it('has bounds, which are themselves allowed', () => {
    const bounded = duration({ min: '1s', max: '1m' });

    expect([bounded.parse('1s'), bounded.parse('60s')]).toEqual([1000, 60_000]);
    expect([refusal(bounded, '999ms'), refusal(bounded, '61s')]).toEqual([
      'must be 1s to 1m',
      'must be 1s to 1m',
    ]);
    expect(refusal(duration({ min: '1s' }), 0)).toBe('must be 1s or more');
    expect(refusal(duration({ max: '1s' }), 1001)).toBe('must be 1s or less');
    expect(() => duration({ min: 'soon' })).toThrow('The bound soon is not a duration.');
  });
});

describe('a size', () => {
  it.each([
    ['5B', 5],
    ['512KiB', 524_288],
    ['1MiB', 1_048_576],
    ['2GiB', 2_147_483_648],
    ['1TiB', 1_099_511_627_776],
    ['77', 77],
    [77, 77],
  ])('%s is %d bytes', (text, size) => {
    expect(bytes().parse(text)).toBe(size);
  });

  it.each(['', '1MB', '1 MiB', '1mib', '1K', '1.5MiB', '-1', '9007199254740991TiB', -1, 0.5])(
    'is not %s',
    (value) => {
      expect(refusal(bytes(), value)).toBe(
        'must be a size such as 512KiB, 1MiB or 2GiB, or a whole number of bytes',
      );
    },
  );

  it('is a unit times its count', () => {
    fc.assert(
      fc.property(fc.nat(1023), fc.constantFrom('B', 'KiB', 'MiB', 'GiB', 'TiB'), (count, unit) => {
        const power = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].indexOf(unit);
        expect(bytes().parse(`${count}${unit}`)).toBe(count * 1024 ** power);
      }),
    );
  });
});
