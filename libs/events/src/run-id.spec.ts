import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRunId, partitionOfRun } from './run-id.js';

const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MAX_TIME = 2 ** 48 - 1;
const random = fc.uint8Array({ minLength: 8, maxLength: 8 });

describe('run ids', () => {
  it('hold time, partition and randomness in that order', () => {
    const bytes = Uint8Array.from([0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]);
    expect(makeRunId(0x018bcfe56800, 0xabc, bytes)).toBe('018bcfe5-6800-8abc-8123-456789abcdef');
  });

  it('are UUIDs of version 8 that name their partition, for every time, partition and randomness', () => {
    fc.assert(
      fc.property(fc.nat({ max: MAX_TIME }), fc.nat({ max: 4095 }), random, (time, partition, bytes) => {
        const id = makeRunId(time, partition, bytes);
        expect(id).toMatch(UUID_8);
        expect(partitionOfRun(id)).toBe(partition);
        expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(time);
      }),
    );
  });

  it('keep 62 bits of randomness: all but the two of the variant', () => {
    const zeros = makeRunId(0, 0, new Uint8Array(8));
    const ones = makeRunId(0, 0, new Uint8Array(8).fill(0xff));
    expect(zeros.slice(19)).toBe('8000-000000000000');
    expect(ones.slice(19)).toBe('bfff-ffffffffffff');
  });

  it('sort by time', () => {
    const bytes = new Uint8Array(8).fill(0xff);
    expect(makeRunId(1000, 9, bytes) < makeRunId(1001, 0, new Uint8Array(8))).toBe(true);
  });

  it.each([
    '',
    'run',
    '018bcfe5-6800-7abc-8123-456789abcdef',
    '018bcfe5-6800-8abc-c123-456789abcdef',
    '018BCFE5-6800-8ABC-8123-456789ABCDEF',
    '018bcfe568008abc8123456789abcdef',
    '018bcfe5-6800-8abc-8123-456789abcdef ',
    '018bcfe5-6800-8abc-8123-456789abcdef\n',
    '{018bcfe5-6800-8abc-8123-456789abcdef}',
  ])('are nothing else: %j names no partition', (text) => {
    expect(partitionOfRun(text)).toBeUndefined();
  });
});
