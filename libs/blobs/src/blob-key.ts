import { BlobError } from './blob-error.js';

/** Longest segment in bytes: what common file systems take for a name. */
const MAX_SEGMENT = 255;
/** Longest key in bytes: what S3 takes. */
const MAX_KEY = 1024;

/** No segment begins with a dot: `.` and `..` are none, and names with a dot in front are the adapters' own. */
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

/** The segments of a key. Throws BlobError `INVALID_KEY` for text that is no key (rule S04). */
export function segmentsOf(key: string): readonly string[] {
  const segments = key.split('/');
  const fits = key.length <= MAX_KEY && segments.every(isSegment);
  if (!fits) {
    const shown = JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}…` : key);
    throw new BlobError(
      'INVALID_KEY',
      `${shown} is no blob key: use segments of letters, digits, "_", "-" and inner "." joined by "/".`,
    );
  }
  return segments;
}

function isSegment(segment: string): boolean {
  return segment.length <= MAX_SEGMENT && SEGMENT.test(segment);
}
