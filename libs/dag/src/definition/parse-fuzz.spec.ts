import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_TYPES, workflowText } from './parse-samples.contract.js';
import type { ParsedWorkflow } from './parse-workflow.js';
import { parseWorkflow, parseWorkflowDocument } from './parse-workflow.js';

const RUNS = { numRuns: 300, seed: 20_261_120 };

const GOOD = workflowText(
  [
    '  a: &a { type: noop, env: { A: "${{ params.p }}" }, retry: { max: 1, delay: 5s } }',
    '  b: { type: switch, needs: [a], cases: [{ if: "tasks.a.state == 1", then: [c] }], else: [] }',
    '  c:\n    type: shell\n    needs: [b]\n    script: |\n      echo "$A"',
  ].join('\n'),
  'params: { p: { type: integer, default: 1, min: 0 } }\n',
);

/** Pieces that mean something to YAML, to JavaScript or to the format. */
const PIECES = [
  ...[
    '*',
    '&a',
    '!x',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '- ',
    '? ',
    '| ',
    '> ',
    '"',
    "'",
    '#',
    '%',
    '\n',
    '\t',
    '---',
    '...',
  ],
  ...[
    '${{',
    '}}',
    '$${{',
    '__proto__',
    'constructor',
    'toString',
    '<<',
    '.inf',
    'null',
    '1e999',
    '\u0000',
    '\u202e',
    '\ud800',
  ],
  ...['tasks.a', 'params', 'needs', 'type', 'switch', 'x-', '-1', '1h'],
];

function checkPlaces(parsing: ParsedWorkflow): void {
  const problems = parsing.ok ? parsing.warnings : parsing.problems;
  if (!parsing.ok) expect(problems.length).toBeGreaterThan(0);
  for (const { line, column, message, pointer } of problems) {
    expect(line).toBeGreaterThan(0);
    expect(column).toBeGreaterThan(0);
    expect(message).not.toMatch(/undefined|\[object|[\u202a-\u202e]/);
    expect(pointer).toMatch(/^(?:\/|$)/);
  }
}

describe('whatever stands in a file, it is read or refused with places, and nothing is thrown', () => {
  it('with pieces put into a good file', () => {
    const cut = fc.tuple(fc.nat(GOOD.length), fc.nat(12), fc.constantFrom(...PIECES));
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) => {
        const text = cuts.reduce(
          (whole, [at, length, piece]) => whole.slice(0, at) + piece + whole.slice(at + length),
          GOOD,
        );
        checkPlaces(parseWorkflow(text, SAMPLE_TYPES));
      }),
      RUNS,
    );
  });

  it('with any JSON', () => {
    const keys = fc.constantFrom(
      'apiVersion',
      'kind',
      'name',
      'tasks',
      'params',
      'defaults',
      'type',
      'needs',
      'env',
      'a',
      'retry',
      'cases',
      '__proto__',
    );
    const leaf = fc.oneof(
      fc.constantFrom(...PIECES, 'noop', 'shell', 'v1', 'Workflow'),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(keys, tree, { maxKeys: 8 }), (body) => {
        checkPlaces(parseWorkflowDocument(body, SAMPLE_TYPES));
      }),
      RUNS,
    );
  });
});
