import { describe, expect, it } from 'vitest';
import { Fingerprints } from './fingerprints.js';

describe('Fingerprints', () => {
  it('knows what was added, also after it has grown', () => {
    const set = new Fingerprints();
    const ids = Array.from(
      { length: 50_000 },
      (_, index) => `0195c000-0000-8000-8000-${String(index).padStart(12, '0')}`,
    );
    expect(ids.every((id) => set.add(id))).toBe(true);
    expect(ids.every((id) => set.has(id) && !set.add(id))).toBe(true);
    expect(set.size).toBe(50_000);
    expect(ids.some((id) => set.has(`${id}x`))).toBe(false);
  });

  it('takes the empty text too', () => {
    const set = new Fingerprints();
    expect([set.has(''), set.add(''), set.has(''), set.add('')]).toEqual([false, true, true, false]);
  });
});
