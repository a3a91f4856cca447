import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';
import { definitionHash } from './definition-hash.js';
import { definitionOf, workflowText } from './parse-samples.contract.js';

describe('canonical JSON', () => {
  it('sorts keys at every depth and leaves undefined out', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: undefined, A: -0 })).toBe(
      '{"A":0,"b":[{"c":null,"d":1}]}',
    );
  });

  it('keeps names that JavaScript finds special', () => {
    expect(canonicalJson(JSON.parse('{"constructor":1,"__proto__":2}'))).toBe(
      '{"__proto__":2,"constructor":1}',
    );
  });

  it('refuses what JSON cannot hold', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalJson([1n])).toThrow(TypeError);
    expect(() => canonicalJson([undefined])).toThrow(TypeError);
  });
});

describe('the hash of a definition', () => {
  const hash = (tasks: string, top = ''): string => definitionHash(definitionOf(workflowText(tasks, top)));
  const plain = hash('  a: { type: noop, priority: high }\n  b: { type: noop, needs: [a] }');

  it('is SHA-256 in hexadecimal', () => {
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
  });

  it('does not depend on the order of keys, on comments or on written-out defaults', () => {
    const other = hash(
      '  b: { needs: [a], type: noop, enabled: true } # last\n  a: { priority: high, type: noop }',
      'project: default\n',
    );
    expect(other).toBe(plain);
  });

  it('depends on x- keys, wherever they stand', () => {
    const switching = (more: string, inside: string): string =>
      hash(
        `  a: { type: switch, cases: [{ if: "true", then: [b]${inside} }]${more} }\n  b: { type: noop, needs: [a] }`,
      );
    const of = [
      ['', ''],
      [', x-n: 1', ''],
      [', x-n: 2', ''],
      [', title: x-n', ''],
      ['', ', x-n: 1'],
    ] as const;
    expect(new Set(of.map(([more, inside]) => switching(more, inside))).size).toBe(of.length);
  });

  it('depends on the content, also on x- keys of the top level', () => {
    expect(hash('  a: { type: noop }\n  b: { type: noop, needs: [a] }')).not.toBe(plain);
    expect(hash('  a: { type: noop, priority: high }\n  b: { type: noop, needs: [a] }', 'x-a: 1\n')).not.toBe(
      plain,
    );
  });

  it('is the same after the definition went through JSON', () => {
    const definition = definitionOf(workflowText('  a: { type: shell, script: echo, env: { A: b } }'));
    expect(definitionHash(JSON.parse(JSON.stringify(definition)))).toBe(definitionHash(definition));
  });
});
