import { quoted, ValueError } from '../value-error.js';

export const ROUNDING_UNITS = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
] as const;
/** What `startOf` and `endOf` take. */
export type RoundingUnit = (typeof ROUNDING_UNITS)[number];

/** What `plus…` and `minus…` count; `milli` is a millisecond. */
export type TimeUnit = Exclude<RoundingUnit, 'quarter'> | 'milli';

/** Units with a fixed length, which count elapsed time and not the calendar. */
export const CLOCK_UNITS: ReadonlySet<TimeUnit | RoundingUnit> = new Set([
  'hour',
  'minute',
  'second',
  'milli',
]);

export function roundingUnit(text: string): RoundingUnit {
  const unit = ROUNDING_UNITS.find((name) => name === text);
  if (unit !== undefined) return unit;
  throw new ValueError(
    'INVALID_TEXT',
    `${quoted(text)} is not a unit of time.`,
    `One of ${ROUNDING_UNITS.join(', ')}.`,
  );
}
