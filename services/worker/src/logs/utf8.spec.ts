import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBytes, wholeCharacters } from './utf8.js';

/** The bytes that an escaped text stands for. */
function bytesOf(text: string): Buffer {
  const parts = text.match(/\\x[0-9a-f]{2}|\\\\|[^\\]+/g) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      if (part === '\\\\') return Buffer.from('\\');
      return part.startsWith('\\x') ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part);
    }),
  );
}

describe('decodeBytes', () => {
  it('leaves text as it is, with control characters, NUL and escape sequences', () => {
    const text = 'a\0b\r\t\u001b[31mred\u001b[0m \\x41 äöü 漢字 🙂 \ufeff';
    expect(decodeBytes(Buffer.from(text))).toEqual({ text, escaped: false });
  });

  it('shows bytes that are not UTF-8 as \\xNN and the rest as text', () => {
    expect(decodeBytes(Buffer.from([0x61, 0xff, 0xc3, 0xa4, 0x80]))).toEqual({
      text: 'a\\xffä\\x80',
      escaped: true,
    });
  });

  it('tells a written \\xff from the byte', () => {
    expect(decodeBytes(Buffer.concat([Buffer.from('\\xff'), Buffer.from([0xff])])).text).toBe('\\\\xff\\xff');
  });

  it('takes overlong forms, surrogates, torn characters and what is beyond Unicode for bytes', () => {
    for (const hex of ['c080', 'e08080', 'f0808080', 'eda080', 'f4908080', 'f5808080', 'e282', 'f09f98']) {
      const { text } = decodeBytes(Buffer.from(hex, 'hex'));
      expect(text).toBe(hex.replace(/../g, '\\x$&'));
    }
  });

  it('keeps every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (array) => {
        const bytes = Buffer.from(array);
        const { text, escaped } = decodeBytes(bytes);
        expect(escaped ? bytesOf(text) : Buffer.from(text)).toEqual(bytes);
      }),
    );
  });
});

describe('wholeCharacters', () => {
  it('never tears a character and leaves out at most three bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(40), (text, limit) => {
        const bytes = Buffer.from(text);
        const kept = wholeCharacters(bytes, limit);
        expect(decodeBytes(bytes.subarray(0, kept)).escaped).toBe(false);
        expect(kept).toBeGreaterThanOrEqual(Math.min(bytes.length, limit) - 3);
        expect(kept).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('keeps all of what is no text', () => {
    expect(wholeCharacters(Buffer.alloc(10, 0x80), 8)).toBe(8);
  });
});
