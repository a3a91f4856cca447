import { describe, expect, it } from 'vitest';
import { definitionOf, problemsOf, workflowText } from './parse-samples.contract.js';

describe('x- keys', () => {
  it('are kept by their place in workflow, task or parameter, and stay out of what they stand in', () => {
    const definition = definitionOf(
      workflowText(
        [
          '  a: { type: http, x-owner: { team: eu }, retry: { max: 1, x-why: flaky }, request: { url: u, x-r: [1] } }',
          '  b: { type: switch, cases: [{ if: "true", then: [c], x-n: 1 }], x-s: 2, needs: [a] }',
          '  c: { type: noop, needs: [b] }',
        ].join('\n'),
        'defaults: { x-a: 1, retry: { x-b: 2 } }\nx-top: 3\nparams: { p: { type: string, x-form: wide } }',
      ),
    );
    expect(definition.extensions).toEqual({ 'x-top': 3, 'defaults/x-a': 1, 'defaults/retry/x-b': 2 });
    expect(definition.params.p?.extensions).toEqual({ 'x-form': 'wide' });
    expect(definition.tasks.a).toMatchObject({
      extensions: { 'x-owner': { team: 'eu' }, 'retry/x-why': 'flaky', 'request/x-r': [1] },
      retry: { max: 1 },
      settings: { request: { url: 'u' } },
    });
    expect(definition.tasks.a?.settings).toEqual({ request: { url: 'u' } });
    expect(definition.tasks.b?.extensions).toEqual({ 'x-s': 2, 'cases/0/x-n': 1 });
    expect(definition.tasks.b?.settings).toEqual({ cases: [{ if: 'true', then: ['c'] }], else: [] });
    expect(definition.tasks.c).not.toHaveProperty('extensions');
  });

  it('are what they are called where the user gives the names, and in free content', () => {
    const { a, b } = definitionOf(
      workflowText(
        '  a: { type: http, request: { url: u, headers: { x-api-key: k } } }\n  b: { type: noop, outputs: { x-o: { x-p: 1 } } }',
      ),
    ).tasks;
    expect(a).toMatchObject({ settings: { request: { headers: { 'x-api-key': 'k' } } } });
    expect(b).toMatchObject({ settings: { outputs: { 'x-o': { 'x-p': 1 } } } });
    expect([a, b].filter((task) => task !== undefined && 'extensions' in task)).toEqual([]);
  });

  it('may hold anything, also what would be an expression elsewhere', () => {
    const text =
      '  a: { type: noop, x-a: "${{ not ours", retry: { max: 1, x-b: ["${{ 1 }}"] }, outputs: {} }';
    expect(problemsOf(workflowText(text, 'defaults: { retry: { x-c: "${{ 1 }}" } }'))).toBe('-');
  });

  it('do not excuse a key that only looks like one', () => {
    expect(problemsOf(workflowText('  a: { type: noop, retry: { xa: 1 } }'))).toContain('UNKNOWN_KEY');
  });
});
