import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur2, partitionOfKey } from './murmur2.js';

/** From the tests of Apache Kafka's Java client, `UtilsTest.testMurmur2` (Apache License 2.0). */
const JAVA: readonly (readonly [text: string, hash: number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

/** Written anew from the definition of MurmurHash2 by A. Appleby, in whole numbers without bounds. */
function reference(bytes: readonly number[]): number {
  const mask = 0xffffffffn;
  const multiplier = 0x5bd1e995n;
  const mul = (a: bigint): bigint => (a * multiplier) & mask;
  let hash = (0x9747b28cn ^ BigInt(bytes.length)) & mask;
  let rest = [...bytes];
  for (; rest.length >= 4; rest = rest.slice(4)) {
    const block = mul(
      rest.slice(0, 4).reduce((sum, byte, index) => sum + (BigInt(byte) << BigInt(8 * index)), 0n),
    );
    hash = mul(hash) ^ mul(block ^ (block >> 24n));
  }
  if (rest.length > 0) {
    hash = mul(hash ^ rest.reduce((sum, byte, index) => sum + (BigInt(byte) << BigInt(8 * index)), 0n));
  }
  hash = mul(hash ^ (hash >> 13n));
  return Number((hash ^ (hash >> 15n)) & 0x7fffffffn);
}

const utf8 = (text: string): readonly number[] => [...new TextEncoder().encode(text)];

describe('murmur2', () => {
  it.each(JAVA)('gives what the Java client gives for %s', (text, hash) => {
    expect(murmur2(text)).toBe(hash & 0x7fffffff);
  });

  it.each([...JAVA.map(([text]) => text), '', 'a'])('agrees with the definition for %j', (text) => {
    expect(murmur2(text)).toBe(reference(utf8(text)));
  });

  it('agrees with the definition for every text, over its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(murmur2(text)).toBe(reference(utf8(text)));
      }),
    );
  });

  it('is never negative', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(murmur2(text)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the partition of a key', () => {
  it('is what the Java client chooses', () => {
    for (const [text, hash] of JAVA) expect(partitionOfKey(text, 12)).toBe((hash & 0x7fffffff) % 12);
  });

  it('is always one of the partitions, and every partition gets keys', () => {
    const hit = new Set(Array.from({ length: 500 }, (_, index) => partitionOfKey(`key ${index}`, 12)));
    expect([...hit].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});
