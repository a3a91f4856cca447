import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogCorruptError } from '../log-errors.js';
import { archiveFolder, decodeSegment, encodeSegment, segmentKey, stretchOf } from './segment.js';

const folder = archiveFolder('log-1', 3);
const records = (first: number, values: readonly string[]) =>
  values.map((value, index) => ({ offset: first + index, time: 1000 + index, value }));

describe('a segment of the archive (L53)', () => {
  it('gives back what was put into it, whatever the records hold', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (first, values) => {
        const stored = records(first, values);
        const key = segmentKey(folder, first, first + values.length);
        expect(decodeSegment(key, encodeSegment(stored))).toEqual(stored);
      }),
    );
  });

  it('says by its name what it holds, and names sort as offsets do', () => {
    const keys = [segmentKey(folder, 9, 10), segmentKey(folder, 10, 200), segmentKey(folder, 200, 1000)];
    expect(keys.toSorted()).toEqual(keys);
    expect(keys.map(stretchOf)).toEqual([
      { first: 9, next: 10 },
      { first: 10, next: 200 },
      { first: 200, next: 1000 },
    ]);
    expect(stretchOf('archive/log-1/3/readme.txt')).toBeUndefined();
  });

  it.each([
    ['is cut off', segmentKey(folder, 0, 2), (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    ['is no segment at all', segmentKey(folder, 0, 2), () => Buffer.from('something')],
    ['holds fewer records than its name says', segmentKey(folder, 0, 3), (bytes: Uint8Array) => bytes],
    ['holds others than its name says', segmentKey(folder, 5, 7), (bytes: Uint8Array) => bytes],
  ] as const)('that %s is refused', (_what, key, change) => {
    const bytes = change(encodeSegment(records(0, ['a', 'b'])));
    expect(() => decodeSegment(key, bytes)).toThrow(LogCorruptError);
    expect(() => decodeSegment(key, bytes)).toThrow('Put it back from a copy.');
  });
});
