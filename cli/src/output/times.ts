const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number): string => String(value).padStart(2, '0');

/** A length of time for people: `0.4s`, `12s`, `3m05s`, `2h07m`, `4d03h`. */
export function durationText(ms: number): string {
  const length = Math.max(0, ms);
  if (length < 10 * SECOND) return `${(Math.floor(length / 100) / 10).toFixed(1)}s`;
  if (length < MINUTE) return `${String(Math.floor(length / SECOND))}s`;
  if (length < HOUR)
    return `${String(Math.floor(length / MINUTE))}m${two(Math.floor((length % MINUTE) / SECOND))}s`;
  if (length < DAY)
    return `${String(Math.floor(length / HOUR))}h${two(Math.floor((length % HOUR) / MINUTE))}m`;
  return `${String(Math.floor(length / DAY))}d${two(Math.floor((length % DAY) / HOUR))}h`;
}

/** From start to end, or to now while it goes on; '' where it has not started. */
export function spanText(
  startedAt: string | null | undefined,
  endedAt: string | null | undefined,
  now: number,
): string {
  const start = Date.parse(startedAt ?? '');
  if (Number.isNaN(start)) return '';
  const end = Date.parse(endedAt ?? '');
  return durationText((Number.isNaN(end) ? now : end) - start);
}

/** An instant for people, in UTC to the second: `2026-11-20 03:12:07Z`; '' where there is none. */
export function instantText(instant: string | null | undefined): string {
  const ms = Date.parse(instant ?? '');
  return Number.isNaN(ms) ? '' : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** The time of day of an instant in UTC, to the millisecond: `03:12:07.480Z`. */
export function timeOfDay(ms: number): string {
  return new Date(ms).toISOString().slice(11);
}
