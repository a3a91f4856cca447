import type { ProblemDetail } from '../schemas/problem.js';

/** Bytes that are not UTF-8, with the place of the first wrong one. */
export class NotUtf8Error extends Error {
  override readonly name = 'NotUtf8Error';

  constructor(readonly problem: ProblemDetail) {
    super(problem.message);
  }
}

/** The text of a body or a file; a byte order mark stays. Throws NotUtf8Error: nothing is replaced. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotUtf8Error(problemAt(bytes, firstWrongByte(bytes)));
  }
}

/** Where the bytes part from those of the text they would be read as; a sequence that breaks off begins before that. */
function firstWrongByte(bytes: Uint8Array): number {
  const readable = new TextEncoder().encode(looseText(bytes));
  let index = bytes.findIndex((byte, at) => byte !== readable[at]);
  while (index > 0 && isContinuation(readable[index])) index -= 1;
  return index;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function looseText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function problemAt(bytes: Uint8Array, index: number): ProblemDetail {
  const lines = looseText(bytes.subarray(0, index)).split('\n');
  const byte = (bytes[index] ?? 0).toString(16).padStart(2, '0');
  return {
    code: 'NOT_UTF8',
    message: `The text is not UTF-8: the byte 0x${byte} has no meaning here.`,
    line: lines.length,
    column: (lines.at(-1) ?? '').length + 1,
    hint: 'Save it as UTF-8; from Latin-1, for example: iconv -f latin1 -t utf-8',
  };
}
