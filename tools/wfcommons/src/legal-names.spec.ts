import { describe, expect, it } from 'vitest';
import { slugOf, uniqueNames } from './legal-names.js';

const namesOf = (...ids: string[]): string[] => [...uniqueNames(ids).values()];

describe('uniqueNames', () => {
  it('leaves legal names alone', () => {
    expect(namesOf('fetch-1', '_x', 'B')).toEqual(['fetch-1', '_x', 'B']);
  });

  it('replaces what a name may not have', () => {
    expect(namesOf('NF.STEP (x)', '9lives', 'null', 'constructor')).toEqual([
      'NF_STEP_x_',
      't_9lives',
      't_null',
      't_constructor',
    ]);
  });

  it('keeps names apart that would become the same', () => {
    expect(namesOf('a.b', 'a b', 'a_b')).toEqual(['a_b_2', 'a_b_3', 'a_b']);
  });

  it('cuts long names and keeps them apart', () => {
    const names = namesOf(`${'x'.repeat(200)}1`, `${'x'.repeat(200)}2`);
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.length <= 127)).toBe(true);
  });
});

describe('slugOf', () => {
  it('makes a slug of any text', () => {
    expect(slugOf('Montage 2MASS.json')).toBe('montage-2mass-json');
    expect(slugOf('--Ä--')).toBe('workflow');
    expect(slugOf('a'.repeat(80))).toHaveLength(63);
  });
});
