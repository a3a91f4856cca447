import { describe, expect, it } from 'vitest';
import { codesOf, problemsOf, workflowText } from './parse-samples.contract.js';

const PARAMS = 'params: { region: { type: string }, n: { type: integer } }';

/** a → b → c, d beside them; `key` goes to c, line 7, which begins with 30 characters. */
const file = (key: string, top = PARAMS): string =>
  workflowText(
    [
      '  a: { type: noop }',
      '  b: { type: noop, needs: [a] }',
      `  c: { type: noop, needs: [b], ${key} }`,
      '  d: { type: shell, script: x, outputs: { rows: integer } }',
      "  e: { type: noop, needs: [c, d, s], if: \"tasks.d.outputs.rows > 1 && tasks.a.state != 'x' && tasks.s.state != ''\" }",
      '  f: { type: noop, enabled: false }',
      '  no-data: { type: noop, needs: [s] }',
      '  s: { type: switch, cases: [{ if: "true", then: [] }] }',
    ].join('\n'),
    top,
  );

describe('templates in the wrong place', () => {
  const elsewhere = "(hint: it may stand in env, in a parameter's default and in the keys of the task type)";

  it.each([
    [
      'a condition',
      'if: "${{ params.n > 1 }}"',
      "7:37: TEMPLATE_NOT_ALLOWED 'tasks.c.if' is an expression itself: write it without ${{ }}. (hint: write params.n > 1)",
    ],
    [
      'a title',
      'title: "of ${{ run.id }}"',
      `7:43: TEMPLATE_NOT_ALLOWED \${{ }} is not evaluated in 'tasks.c.title'. ${elsewhere}`,
    ],
    [
      'a worker group',
      'workerGroup: "${{ params.region }}"',
      `7:46: TEMPLATE_NOT_ALLOWED \${{ }} is not evaluated in 'tasks.c.workerGroup'. ${elsewhere}`,
    ],
    [
      'a duration',
      'timeout: "${{ params.n }}"',
      `7:42: TEMPLATE_NOT_ALLOWED \${{ }} is not evaluated in 'tasks.c.timeout'. ${elsewhere}`,
    ],
    ['a literal one', 'title: "of $${{ run.id }}"', '-'],
    ['an x- key', 'x-note: "${{ run.id }}"', '-'],
  ])('%s', (_, key, expected) => {
    expect(problemsOf(file(key))).toBe(expected);
  });

  it.each([
    [
      'the description',
      'description: "${{ run.id }}"',
      `13:15: TEMPLATE_NOT_ALLOWED \${{ }} is not evaluated in 'description'. ${elsewhere}`,
    ],
    [
      'a label',
      'labels: { a: "${{ run.id }}" }',
      `13:15: TEMPLATE_NOT_ALLOWED \${{ }} is not evaluated in 'labels.a'. ${elsewhere}`,
    ],
    [
      'the choice of a parameter',
      'params: { p: { type: string, enum: ["${{ run.id }}"] } }',
      `13:38: TEMPLATE_NOT_ALLOWED \${{ }} is not evaluated in 'params.p.enum.0'. ${elsewhere}`,
    ],
    ['an x- key', 'x-note: "${{ run.id }}"', '-'],
  ])('%s', (_, top, expected) => {
    expect(problemsOf(file('enabled: true', top))).toBe(expected);
  });

  it('in cases and their branches', () => {
    const tasks = '  s: { type: switch, cases: [{ if: "${{ true }}", then: ["${{ run.id }}"] }] }';
    expect(codesOf(workflowText(tasks))).toEqual(['TEMPLATE_NOT_ALLOWED', 'TEMPLATE_NOT_ALLOWED']);
  });
});

describe('templates in code', () => {
  const place =
    "TEMPLATE_IN_CODE ${{ }} may not be pasted into code ('tasks.b.script'): values reach it as data.";

  it('are refused with the lines to write instead', () => {
    const tasks =
      "  a: { type: noop }\n  b:\n    type: shell\n    needs: [a]\n    script: |\n      set -e\n      load ${{ tasks.a.outputs.rows }} ${{ params.day.format('yyyy') }} ${{ 1 + 1 }}";
    expect(problemsOf(workflowText(tasks, 'params: { day: { type: date } }'))).toBe(
      `11:12: ${place} (hint: write env: { IN_ROWS: "\${{ tasks.a.outputs.rows }}", IN_FORMAT: "\${{ params.day.format('yyyy') }}", IN_VALUE: "\${{ 1 + 1 }}" } in the task and "$IN_ROWS" "$IN_FORMAT" "$IN_VALUE" in the code)`,
    );
  });

  it('get names that differ', () => {
    const tasks =
      '  a: { type: noop }\n  b: { type: shell, needs: [a], script: "${{ tasks.a.outputs.x }} ${{ params.x }}" }';
    expect(problemsOf(workflowText(tasks, 'params: { x: { type: date } }'))).toBe(
      `6:42: ${place} (hint: write env: { IN_X: "\${{ tasks.a.outputs.x }}", IN_X_2: "\${{ params.x }}" } in the task and "$IN_X" "$IN_X_2" in the code)`,
    );
  });

  it.each([
    ['path', 'IN_PATH'],
    ['home', 'IN_HOME'],
    ['millrace_x', 'IN_MILLRACE_X'],
    ['taken', 'IN_TAKEN_2'],
    ['used', 'IN_USED_2'],
    ['inherited', 'IN_INHERITED_2'],
  ])('get names that nothing else has: params.%s', (param, name) => {
    const tasks = `  b: { type: shell, env: { IN_TAKEN: x }, script: "IN_USED=1; ls \${{ params.${param} }}" }`;
    const top = `defaults: { env: { IN_INHERITED: x } }\nparams: { ${param}: { type: string } }`;
    const told = problemsOf(workflowText(tasks, top));
    expect(told).toContain(
      `write env: { ${name}: "\${{ params.${param} }}" } in the task and "$${name}" in the code`,
    );
    const fixed = `  b: { type: shell, env: { IN_TAKEN: x, ${name}: "\${{ params.${param} }}" }, script: "ls $${name}" }`;
    expect(problemsOf(workflowText(fixed, top))).toBe('-');
  });

  it('that would paste are not built yet, and are told as such with their place', () => {
    const of = (script: string) =>
      problemsOf(
        workflowText(`  b: { type: shell, script: "${script}" }`, 'params: { x: { type: string } }'),
      );
    const later =
      "NOT_YET_SUPPORTED The expression in 'tasks.b.script' is not valid: raw() is not yet supported. (hint: Pass the value through `env`.)";
    expect(of('echo ${{ raw(params.x) }}')).toBe(`5:39: ${later}`);
    expect(of('${{ params.x }} ${{ raw(params.x) }}').split('\n')).toEqual([
      `5:30: ${place} (hint: write env: { IN_X: "\${{ params.x }}" } in the task and "$IN_X" in the code)`,
      `5:50: ${later}`,
    ]);
  });

  it('are allowed as literal text', () => {
    expect(codesOf(workflowText('  b: { type: shell, script: "echo $${{ x }}" }'))).toEqual([]);
  });
});
