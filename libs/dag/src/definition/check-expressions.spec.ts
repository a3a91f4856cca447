import { describe, expect, it } from 'vitest';
import { codesOf, problemsOf, workflowText } from './parse-samples.contract.js';

const LATER = 'in expressions is described in the format, but this version does not support it yet.';
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

describe('names in expressions', () => {
  it.each([
    ['a parameter', 'if: "params.region == \'eu\'"', '-'],
    [
      'a misspelt parameter',
      'if: "params.regin == \'eu\'"',
      "7:37: UNKNOWN_PARAM There is no parameter 'regin'. (hint: did you mean 'region'?)",
    ],
    [
      'an undeclared parameter',
      'if: params.mode == 1',
      "7:36: UNKNOWN_PARAM There is no parameter 'mode'. (hint: declare it: params: { mode: { type: string } })",
    ],
    [
      'a name of every object',
      'if: params.toString == 1',
      "7:36: UNKNOWN_PARAM There is no parameter 'toString'. (hint: declare it: params: { toString: { type: string } })",
    ],
    ['a need', 'if: "tasks.b.outputs.x == 1"', '-'],
    ['an ancestor', 'if: "tasks.a.state == \'failed\'"', '-'],
    [
      'a task beside',
      'if: "true && tasks.d.state == \'\'"',
      "7:45: NOT_UPSTREAM The task 'd' does not run before 'c'. (hint: write d in the needs of c)",
    ],
    [
      'a later task',
      'if: tasks.e.state == 1',
      "7:36: NOT_UPSTREAM The task 'e' does not run before 'c'. (hint: write e in the needs of c)",
    ],
    ['itself', 'if: tasks.c.attempt > 1', "7:36: NOT_UPSTREAM The task 'c' cannot refer to itself."],
    [
      'a misspelt task',
      "if: \"tasks['no-dta'].state == ''\"",
      "7:37: UNKNOWN_TASK There is no task 'no-dta' in this workflow. (hint: did you mean 'no-data'?)",
    ],
    [
      'a disabled task',
      'if: tasks.f.state == 1',
      "7:36: DISABLED_TASK The task 'f' is disabled, so it has no outputs and no state. (hint: enable it or take the reference out)",
    ],
    [
      'a hyphen',
      'if: tasks.no-data.state == 1',
      "7:36: EXPRESSION_INCOMPLETE_REFERENCE The expression in 'tasks.c.if' is not valid: tasks.no alone is not a value. (hint: CEL reads the hyphen as a minus: write tasks['no-data'].)",
    ],
    [
      'secrets',
      'env: { T: "${{ secrets.TOKEN }}" }',
      `7:47: NOT_YET_SUPPORTED 'secrets' ${LATER} (hint: let the script read it from a file of its machine: the value of a parameter is stored and shown)`,
    ],
    [
      'events',
      'if: event.key == 1',
      `7:36: NOT_YET_SUPPORTED 'event' ${LATER} (hint: use a parameter, or what run and tasks have)`,
    ],
    [
      'shards',
      'env: { I: "${{ shard.index }}" }',
      `7:47: NOT_YET_SUPPORTED 'shard' ${LATER} (hint: use a parameter, or what run and tasks have)`,
    ],
    [
      'project parameters',
      'env: { I: "${{ project.params.x }}" }',
      `7:47: NOT_YET_SUPPORTED 'project' ${LATER} (hint: use a parameter, or what run and tasks have)`,
    ],
    [
      'pasted text',
      'env: { I: "${{ raw(params.region) }}" }',
      "7:47: NOT_YET_SUPPORTED The expression in 'tasks.c.env.I' is not valid: raw() is not yet supported. (hint: Pass the value through `env`.)",
    ],
  ])('%s', (_, key, expected) => {
    expect(problemsOf(file(key))).toBe(expected);
  });

  it.each(['id', 'round', 'logicalDate', 'scheduledTime', 'startTime', 'trigger', 'labels'])(
    'run.%s is known',
    (field) => {
      expect(codesOf(file(`if: "run.${field} != null"`))).toEqual([]);
    },
  );

  it('of a run that do not exist are refused', () => {
    expect(codesOf(file('if: run.started == 1'))).toEqual(['EXPRESSION_UNKNOWN_NAME']);
  });

  it('of outputs are checked where the task declares some', () => {
    const text = workflowText(
      '  d: { type: shell, script: x, outputs: { rows: integer } }\n  e: { type: noop, needs: [d], if: tasks.d.outputs.row == 1 }\n  f: { type: noop, needs: [d], if: tasks.d.outputs.other == 1 }',
    );
    expect(problemsOf(text)).toBe(
      [
        "6:36: UNKNOWN_OUTPUT The task 'd' declares no output 'row'. (hint: did you mean 'rows'?)",
        "7:36: UNKNOWN_OUTPUT The task 'd' declares no output 'other'. (hint: it declares rows)",
      ].join('\n'),
    );
  });

  it('of logic tasks are their states only', () => {
    const text = workflowText(
      '  s: { type: switch, cases: [{ if: "true", then: [] }] }\n  e: { type: noop, needs: [s], if: "tasks.s.state == \'\' && tasks.s.outputs.x == 1 && tasks.s.attempt == 1" }',
    );
    expect(problemsOf(text)).toBe(
      [
        "6:60: UNKNOWN_OUTPUT The switch task 's' has no outputs: it only chooses a branch. (hint: refer to the tasks before it)",
        "6:86: UNKNOWN_OUTPUT The switch task 's' has no attempt: it only chooses a branch. (hint: refer to the tasks before it)",
      ].join('\n'),
    );
  });

  it('are checked in switch and conditions too', () => {
    const text = workflowText(
      '  a: { type: noop }\n  s: { type: switch, cases: [{ if: tasks.a.state == 1, then: [] }] }\n  c: { type: conditions, needs: [s], when: params.x == 1 }',
    );
    expect(codesOf(text)).toEqual(['NOT_UPSTREAM', 'UNKNOWN_PARAM']);
  });

  it('are not judged by the order of tasks in or behind a cycle', () => {
    const text = workflowText(
      '  a: { type: noop, needs: [b], if: tasks.b.state == 1 }\n  b: { type: noop, needs: [a], if: tasks.c.state == 1 }\n  c: { type: noop }',
    );
    expect(codesOf(text)).toEqual(['CYCLE']);
  });

  it('hold for ten thousand tasks that refer to far ancestors', () => {
    const tasks = Array.from({ length: 10_000 }, (_, index) => {
      const key = index === 0 ? '' : `, needs: [t${index - 1}], if: tasks.t${index >> 1}.state == ''`;
      return `  t${index}: { type: noop${key} }`;
    });
    expect(codesOf(workflowText(tasks.join('\n')))).toEqual([]);
  });
});

describe('the place of a mistake in an expression', () => {
  it.each([
    ['plain', 'if: tasks.x.state == 1', '7:36'],
    ['in single quotes', "if: 'true && tasks.x.state == 1'", '7:45'],
    ['in double quotes', 'if: "true && tasks.x.state == 1"', '7:45'],
    ['with an escape before it: the value', 'if: "\\u0074rue && tasks.x.state == 1"', '7:36'],
    ['in a template', 'env: { A: "a ${{ tasks.x.state }}" }', '7:49'],
  ])('%s', (_, key, place) => {
    expect(problemsOf(file(key)).split(': ')[0]).toBe(place);
  });

  it('in a literal block', () => {
    const text = workflowText('  a:\n    type: noop\n    if: |\n      true &&\n\n        tasks.x.state == 1');
    expect(problemsOf(text)).toBe(
      "10:9: UNKNOWN_TASK There is no task 'x' in this workflow. (hint: name one of its tasks: a)",
    );
  });

  it('in defaults, when the task has it from there', () => {
    expect(problemsOf(file('enabled: true', 'defaults: { env: { A: "${{ params.x }}" } }'))).toContain(
      "13:28: UNKNOWN_PARAM There is no parameter 'x'.",
    );
  });
});

describe('syntax', () => {
  it('is checked in every place', () => {
    const tasks =
      '  a: { type: noop, if: "1 +", env: { A: "${{ 1 + }}" }, outputs: { x: [{ y: "${{ (" }] } }\n  s: { type: switch, cases: [{ if: "(", then: [] }] }';
    expect(codesOf(workflowText(tasks, 'params: { p: { type: list, default: ["${{ ) }}"] } }'))).toEqual([
      'EXPRESSION_SYNTAX',
      'EXPRESSION_SYNTAX',
      'EXPRESSION_UNCLOSED_TEMPLATE',
      'EXPRESSION_SYNTAX',
      'EXPRESSION_SYNTAX',
    ]);
  });
});
