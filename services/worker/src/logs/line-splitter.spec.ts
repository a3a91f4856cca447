import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.js';

function split(chunks: readonly Uint8Array[], limit = 1_000): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(limit, (line) => lines.push(line.toString('latin1')));
  for (const chunk of chunks) splitter.write(chunk);
  splitter.end();
  return lines;
}

const splitText = (text: string, limit?: number): string[] => split([Buffer.from(text)], limit);

describe('LineSplitter', () => {
  it('gives the lines without their line feeds', () => {
    expect(splitText('one\ntwo\n')).toEqual(['one', 'two']);
  });

  it('gives a last line that has no line feed', () => {
    expect(splitText('one\ntwo')).toEqual(['one', 'two']);
  });

  it('gives empty lines', () => {
    expect(splitText('\n\na\n\n')).toEqual(['', '', 'a', '']);
  });

  it('gives nothing for nothing', () => {
    expect(splitText('')).toEqual([]);
  });

  it('keeps carriage returns and NUL', () => {
    expect(splitText('10%\r20%\r\na\0b\n')).toEqual(['10%\r20%\r', 'a\0b']);
  });

  it('keeps a line of just the limit whole', () => {
    expect(splitText(`${'x'.repeat(10)}\n`, 10)).toEqual(['x'.repeat(10)]);
  });

  it('cuts a longer one and says how much is missing', () => {
    const [line] = split([Buffer.from(`${'x'.repeat(1_010)}\n`)], 10);
    expect(Buffer.from(line ?? '', 'latin1').toString()).toBe('xxxxxxxxxx [… 1000 bytes cut]');
  });

  it('cuts before a character that has no room', () => {
    const [line] = split([Buffer.from('xxxxxxxxx🙂y\n')], 10);
    expect(Buffer.from(line ?? '', 'latin1').toString()).toBe('xxxxxxxxx [… 5 bytes cut]');
  });

  it('keeps no more than the limit of an endless line', () => {
    const lines: number[] = [];
    const splitter = new LineSplitter(100, (line) => lines.push(line.length));
    const chunk = Buffer.alloc(65_536, 'x');
    for (let index = 0; index < 2_000; index += 1) splitter.write(chunk);
    splitter.end();
    expect(lines).toEqual([100 + Buffer.byteLength(' [… 131071900 bytes cut]')]);
  });

  it('gives the same lines however the bytes come in chunks', () => {
    const bytes = fc.array(fc.oneof(fc.constantFrom(10, 10, 13, 0, 65), fc.integer({ min: 0, max: 255 })), {
      maxLength: 120,
    });
    fc.assert(
      fc.property(
        bytes,
        fc.array(fc.nat(120), { maxLength: 12 }),
        fc.integer({ min: 4, max: 40 }),
        (all, cuts, limit) => {
          const whole = Uint8Array.from(all);
          const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
          const chunks = places.slice(1).map((place, index) => whole.slice(places[index], place));
          expect(split(chunks, limit)).toEqual(split([whole], limit));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does not look back at chunks that its caller uses again', () => {
    const chunk = Buffer.from('one');
    const lines: string[] = [];
    const splitter = new LineSplitter(100, (line) => lines.push(line.toString()));
    splitter.write(chunk);
    chunk.fill('x');
    splitter.end();
    expect(lines).toEqual(['one']);
  });
});
