import { beforeEach, describe, expect, it } from 'vitest';
import { Lease } from './lease.js';

let awake: number;
let slept: number;
let lease: Lease;

beforeEach(() => {
  [awake, slept] = [5000, 0];
  lease = new Lease({ monotonic: () => awake, sinceBoot: () => 70_000 + awake + slept }, 15_000);
});

describe('the lease of a worker (L41)', () => {
  it.each([
    [0, 'good'],
    [9999, 'good'],
    [10_000, 'doubtful'],
    [14_999, 'doubtful'],
    [15_000, 'lost'],
    [1_000_000, 'lost'],
  ])('is, %i ms after the last renewal, %s', (age, standing) => {
    awake += age;
    expect(lease.standing).toBe(standing);
  });

  it('counts from when the renewal was sent, not from when it was confirmed', () => {
    const sentAt = lease.now();
    awake += 12_000;
    lease.renewed(sentAt);
    expect(lease.standing).toBe('doubtful');
  });

  it('takes the newest of two ways, in whatever order they are confirmed', () => {
    awake += 9000;
    const [first, second] = [lease.now(), lease.now() + 1000];
    awake += 4000;
    lease.renewed(second);
    lease.renewed(first);
    awake += 6999;
    expect(lease.standing).toBe('good');
  });

  it('is lost where the machine slept, though its clock stood still', () => {
    slept = 20_000;
    expect(lease.standing).toBe('lost');
  });

  it('is not given back by a renewal that was sent before the machine slept', () => {
    const sentAt = lease.now();
    slept = 20_000;
    lease.renewed(sentAt);
    expect(lease.standing).toBe('lost');
  });

  it('begins anew with a new incarnation', () => {
    awake += 20_000;
    slept = 9000;
    lease.begin();
    expect(lease.standing).toBe('good');
  });
});
