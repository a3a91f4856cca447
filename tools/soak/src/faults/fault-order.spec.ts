import { randomOf } from '@millrace/e2e';
import { describe, expect, it } from 'vitest';
import { faultOrder } from './fault-order.js';
import { faults } from './index.js';

function drawn(seed: number, count: number): readonly string[] {
  const order = faultOrder(faults, randomOf(seed));
  return Array.from({ length: count }, () => order.next().value.name);
}

describe('the order of faults', () => {
  it('is the same for the same seed, and has each once before any comes again', () => {
    const twice = drawn(7, 2 * faults.length);
    expect(drawn(7, 2 * faults.length)).toEqual(twice);
    expect(new Set(twice.slice(0, faults.length)).size).toBe(faults.length);
    expect(new Set(twice.slice(faults.length)).size).toBe(faults.length);
    expect(drawn(8, faults.length)).not.toEqual(twice.slice(0, faults.length));
  });

  it('cannot be of nothing', () => {
    expect(() => faultOrder([], () => 0).next()).toThrow('no faults');
  });
});
