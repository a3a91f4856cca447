import { readFileSync, statSync } from 'node:fs';

/** Bytes that a file of settings or of a secret may have. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A text, or why there is none: what is wrong and what to do. */
export type TextReading = { readonly text: string } | { readonly problem: string };

/** Reads a text by `readText`; never throws. Nothing of the text is in the problem. */
export function tryReadText(path: string, readText: (path: string) => string): TextReading {
  try {
    const text = readText(path);
    if (text.length <= MAX_FILE_BYTES && Buffer.byteLength(text) <= MAX_FILE_BYTES) return { text };
    return { problem: TOO_LARGE };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** The text of a file in UTF-8, without a byte order mark. Throws an Error whose code says why it cannot be read. */
export function readTextFile(path: string): string {
  if (statSync(path).size > MAX_FILE_BYTES) throw new UnreadableText('EFBIG');
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableText('ERR_ENCODING_INVALID_ENCODED_DATA');
  }
}

class UnreadableText extends Error {
  constructor(readonly code: string) {
    super(`The text cannot be read: ${code}.`);
  }
}

const TOO_LARGE = 'has more than 1 MiB; is it the right file?';
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'there is no such file: a part of its path is no folder; check the path',
  EISDIR: 'is a folder; name a file',
  EACCES: 'may not be read by this process; give its account the right to read it',
  EPERM: 'may not be read by this process; give its account the right to read it',
  EFBIG: TOO_LARGE,
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not text in UTF-8; save it as UTF-8',
};

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return PROBLEMS[code] ?? `cannot be read (${code}); check the path and its rights`;
}
