import { describe, expect, it } from 'vitest';
import { mutated } from './mutant.js';
import { mutantsOf } from './mutants-of.js';

const afters = (source: string): readonly string[] =>
  mutantsOf('a.ts', source).map(({ after }) => after.trim());

describe('the slips that a line may have', () => {
  it.each([
    [
      '  if (record.seq <= this.seq) return;',
      ['if (record.seq < this.seq) return;', 'if (!(record.seq <= this.seq)) return;'],
    ],
    ['  this.next = offset + 1;', ['this.next = offset;', ';']],
    ['  return a && b;', ['return a || b;']],
    ['  await this.append(markers);', [';']],
    ['  const left = Math.max(0, due);', ['const left = Math.min(0, due);']],
  ])('%s', (line, expected) => {
    expect(afters(line)).toEqual(expected);
  });

  it.each([
    "import { a } from './a.js';",
    '  // a === b',
    '  private readonly a = new Map<string, true>();',
    "  this.logger.warn({ a: true }, 'a');",
    '  return undefined;',
    '  { readonly verified: true; readonly base: number } | { readonly verified: false };',
    '  | { readonly kind: true }',
  ])('are none in %s', (line) => {
    expect(afters(line)).toEqual([]);
  });

  it('stand in the place of their line alone', () => {
    const source = 'function f() {\n  return a < b;\n}';
    const [mutant] = mutantsOf('a.ts', source);
    expect(mutant && mutated(source, mutant)).toBe('function f() {\n  return a <= b;\n}');
    expect(() => mutant && mutated('another', mutant)).toThrow("Line 2 of a.ts is not '  return a < b;'");
  });
});
