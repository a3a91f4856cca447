import { quoted, ValueError } from '../value-error.js';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './calendar.js';

/**
 * Zones: how far local time is from UTC at an instant. The rules come from the ICU data of the runtime through `Intl`,
 * which answers for a given instant and reads no clock when it is given one.
 *
 * Local time is a number too: the milliseconds which a UTC clock that shows the same would have.
 */

const FIXED = /^([+-])(\d{2})(?::?(\d{2}))?$/;
const IANA = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;
const OFFSET_TEXT = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;
/** There are about 600 names; more can only come from different ways to write them. */
const CACHE_LIMIT = 1_000;

type OffsetAt = (epochMs: number) => number;
const offsetFunctions = new Map<string, OffsetAt>();

function signed(sign: string | undefined, hours = '0', minutes = '0', seconds = '0'): number {
  const ms = Number(hours) * MS_PER_HOUR + Number(minutes) * MS_PER_MINUTE + Number(seconds) * MS_PER_SECOND;
  return sign === '-' ? -ms : ms;
}

function unknownZone(zone: string): ValueError {
  const hint = "Write an IANA name such as 'Europe/Berlin', 'UTC', or an offset such as '+02:00'.";
  return new ValueError('INVALID_TEXT', `${quoted(zone)} is not a time zone.`, hint);
}

function fixedOffset(zone: string): number | undefined {
  const match = FIXED.exec(zone);
  if (match === null) return undefined;
  const [, sign, hours, minutes] = match;
  if (Number(hours) > 18 || Number(minutes ?? 0) > 59) throw unknownZone(zone);
  return signed(sign, hours, minutes);
}

function ianaOffset(zone: string): OffsetAt {
  if (!IANA.test(zone)) throw unknownZone(zone);
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    throw unknownZone(zone);
  }
  return (epochMs) => {
    const match = OFFSET_TEXT.exec(format.format(epochMs));
    return match === null ? 0 : signed(match[1], match[2], match[3], match[4]);
  };
}

function makeOffset(zone: string): OffsetAt {
  if (zone === 'UTC') return () => 0;
  const fixed = fixedOffset(zone);
  return fixed === undefined ? ianaOffset(zone) : () => fixed;
}

function offsetFunction(zone: string): OffsetAt {
  const known = offsetFunctions.get(zone);
  if (known !== undefined) return known;
  const made = makeOffset(zone);
  if (offsetFunctions.size >= CACHE_LIMIT) offsetFunctions.clear();
  offsetFunctions.set(zone, made);
  return made;
}

/** Throws INVALID_TEXT when the zone is neither an IANA name nor an offset. Gives back how we write it. */
export function checkedZone(zone: string): string {
  if (zone === 'Z' || zone === 'UTC') return 'UTC';
  const fixed = fixedOffset(zone);
  if (fixed !== undefined) return fixed === 0 ? 'UTC' : offsetText(fixed);
  offsetFunction(zone);
  return zone;
}

/** Milliseconds by which local time is ahead of UTC at that instant. */
export function offsetAt(zone: string, epochMs: number): number {
  return offsetFunction(zone)(epochMs);
}

export function localOfEpoch(zone: string, epochMs: number): number {
  return epochMs + offsetAt(zone, epochMs);
}

/**
 * The instant at which clocks of the zone show a local time. A time that the clocks skip is moved on by the length of
 * the gap; of a time that they show twice it is the one with the preferred offset, else the first.
 */
export function epochOfLocal(zone: string, localMs: number, preferredOffset?: number): number {
  const offset = offsetFunction(zone);
  if (preferredOffset !== undefined && offset(localMs - preferredOffset) === preferredOffset) {
    return localMs - preferredOffset;
  }
  const before = offset(localMs - MS_PER_DAY);
  const after = offset(localMs + MS_PER_DAY);
  const early = localMs - Math.max(before, after);
  const late = localMs - Math.min(before, after);
  if (localMs - offset(early) === early) return early;
  if (localMs - offset(late) === late) return late;
  return localMs - before;
}

/** `+01:00`; seconds, which only old local mean times have, are cut off. */
export function offsetText(offsetMs: number, separator = ':'): string {
  const minutes = Math.floor(Math.abs(offsetMs) / MS_PER_MINUTE);
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${hours}${separator}${String(minutes % 60).padStart(2, '0')}`;
}
