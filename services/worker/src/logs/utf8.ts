import { isUtf8 } from 'node:buffer';

const ESCAPES: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `\\x${byte.toString(16).padStart(2, '0')}`,
);

export interface DecodedText {
  readonly text: string;
  /** True when some bytes were not UTF-8. */
  readonly escaped: boolean;
}

/**
 * Bytes as text. Where all are UTF-8 they are what they are, control characters included. Otherwise each byte that is
 * no part of a character becomes `\xNN` and each backslash `\\`, so that the bytes can be told from the text again.
 */
export function decodeBytes(bytes: Buffer): DecodedText {
  return isUtf8(bytes)
    ? { text: bytes.toString('utf8'), escaped: false }
    : { text: escapeBytes(bytes), escaped: true };
}

/** How many of the first `limit` bytes can be kept without tearing a character. */
export function wholeCharacters(bytes: Buffer, limit: number): number {
  if (bytes.length < limit) return bytes.length;
  for (let back = 1; back <= Math.min(3, limit); back += 1) {
    const byte = bytes[limit - back] ?? 0;
    if (byte >= 0xc0) return lengthByLead(byte) > back ? limit - back : limit;
    if (byte < 0x80) return limit;
  }
  return limit;
}

function escapeBytes(bytes: Buffer): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const start = index;
    for (let length = characterAt(bytes, index); length > 0; length = characterAt(bytes, index))
      index += length;
    if (index > start) text += bytes.toString('utf8', start, index).replaceAll('\\', '\\\\');
    for (; index < bytes.length && characterAt(bytes, index) === 0; index += 1)
      text += ESCAPES[bytes[index] ?? 0] ?? '';
  }
  return text;
}

/** Bytes of the character that begins at `index`; 0 when none does. */
function characterAt(bytes: Buffer, index: number): number {
  const lead = bytes[index];
  if (lead === undefined) return 0;
  if (lead < 0x80) return 1;
  const length = lengthByLead(lead);
  if (length === 0 || index + length > bytes.length) return 0;
  const second = bytes[index + 1] ?? 0;
  const fits = second >= lowestSecond(lead) && second <= highestSecond(lead);
  return fits && continues(bytes, index + 2, index + length) ? length : 0;
}

function continues(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return false;
  }
  return true;
}

function lengthByLead(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** The ranges of the second byte leave out overlong forms, surrogates and what is beyond U+10FFFF (RFC 3629 §4). */
function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}
