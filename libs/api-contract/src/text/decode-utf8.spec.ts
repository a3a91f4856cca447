import { describe, expect, it } from 'vitest';
import { NotUtf8Error, decodeUtf8 } from './decode-utf8.js';

const bytesOf = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])),
  );

function placeOf(bytes: Uint8Array): unknown {
  try {
    decodeUtf8(bytes);
  } catch (error) {
    return error instanceof NotUtf8Error ? error.problem : error;
  }
  return undefined;
}

describe('decodeUtf8', () => {
  it.each(['', 'a: b\n', 'name: 東京 😀\n', '\uFEFFa: 1\n', 'a \uFFFD b'])('reads %j as it is', (text) => {
    expect(decodeUtf8(bytesOf(text))).toBe(text);
  });

  it('names line and column of the first byte that is not UTF-8, and the byte', () => {
    expect(placeOf(bytesOf('a: 1\nb: "caf', 0xe9, '" # é', 0xff))).toMatchObject({
      code: 'NOT_UTF8',
      message: expect.stringContaining('0xe9'),
      line: 2,
      column: 8,
      hint: expect.stringContaining('UTF-8'),
    });
  });

  it('counts columns as editors do, in characters and not in bytes', () => {
    expect(placeOf(bytesOf('東京 ', 0x80))).toMatchObject({ line: 1, column: 4 });
  });

  it.each([
    ['a sequence that breaks off', [0xef, 0xbf, 'A'], '0xef'],
    ['a sequence at the end', [0xf0, 0x9f], '0xf0'],
    ['a surrogate', [0xed, 0xa0, 0x80], '0xed'],
    ['an overlong form', [0xc0, 0xaf], '0xc0'],
  ])('points at the beginning of %s', (_what, wrong, byte) => {
    expect(placeOf(bytesOf('x\uFFFD', ...wrong))).toMatchObject({
      message: expect.stringContaining(byte),
      line: 1,
      column: 3,
    });
  });
});
