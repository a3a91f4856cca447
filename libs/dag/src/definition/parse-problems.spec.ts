import { describe, expect, it } from 'vitest';
import { codesOf, problemsOf, SAMPLE_TYPES, workflowText } from './parse-samples.contract.js';
import { parseWorkflow, parseWorkflowDocument } from './parse-workflow.js';

describe('a body that is no workflow', () => {
  it.each([[undefined], [() => 1]])('%s is refused', (body) => {
    expect(parseWorkflowDocument(body, SAMPLE_TYPES)).toMatchObject({
      ok: false,
      problems: [{ code: 'NOT_JSON' }],
    });
  });

  it('that refers to itself is refused', () => {
    const body: { self?: unknown } = {};
    body.self = body;
    expect(parseWorkflowDocument(body, SAMPLE_TYPES)).toMatchObject({
      ok: false,
      problems: [{ code: 'NOT_JSON' }],
    });
  });

  it('has its problems at line 1, column 1, with pointers', () => {
    const body = {
      apiVersion: 'v1',
      kind: 'Workflow',
      name: 'x',
      tasks: { a: { type: 'noop', needs: ['a/b~'] } },
    };
    expect(parseWorkflowDocument(body, SAMPLE_TYPES)).toMatchObject({
      problems: [{ code: 'INVALID_NAME', pointer: '/tasks/a/needs/0', line: 1, column: 1 }],
    });
  });
});

describe('warnings', () => {
  it('name keys that do nothing and defaults that are never used', () => {
    const tasks =
      '  a: { type: noop }\n  b: { type: switch, needs: [a], retry: { max: 1 }, cases: [{ if: "true", then: [] }] }';
    const parsing = parseWorkflow(
      workflowText(tasks, 'params: { p: { type: string, required: true, default: x } }'),
      SAMPLE_TYPES,
    );
    expect(parsing.ok && parsing.warnings).toEqual([
      {
        code: 'UNUSED_KEY',
        message: "'retry' does nothing: a switch task has no worker.",
        hint: 'take it out',
        pointer: '/tasks/b/retry',
        line: 6,
        column: 34,
      },
      {
        code: 'UNUSED_DEFAULT',
        message: "The default of 'p' is never used: the parameter is required.",
        hint: 'take one of the two out',
        pointer: '/params/p/default',
        line: 7,
        column: 55,
      },
    ]);
  });
});

describe('all problems are told at once', () => {
  it('from the shape to the meaning, in the order of the file', () => {
    const text = workflowText(
      '  a: { type: noop, needs: [b, 7, zz], tmeout: 1s }\n  b: { type: noop, needs: [a], if: "params.x" }\n  b: { type: noop }',
      'timeout: 5\n',
    );
    expect(codesOf(text)).toEqual([
      'CYCLE',
      'INVALID_TYPE',
      'UNKNOWN_TASK',
      'UNKNOWN_KEY',
      'UNKNOWN_PARAM',
      'DUPLICATE_KEY',
      'INVALID_DURATION',
    ]);
  });

  it('also where parts cannot be read at all', () => {
    expect(
      problemsOf(
        'apiVersion: v1\nkind: Workflow\nname: x\nparams: []\nlabels: [a]\ntasks:\n  a:\n  b: []\n  c: { type: noop, needs: [a] }',
      ),
    ).toBe(
      [
        "4:9: INVALID_TYPE 'params' must be a map, not a list.",
        "5:9: INVALID_TYPE 'labels' must be a map, not a list.",
        "7:5: INVALID_TYPE 'tasks.a' must be a map, not empty. (hint: leave the key out or write what belongs under it)",
        "8:6: INVALID_TYPE 'tasks.b' must be a map, not a list.",
      ].join('\n'),
    );
  });
});

it('a wrong list of task types is a mistake of the program', () => {
  const [noop] = SAMPLE_TYPES;
  expect(() => parseWorkflow('', noop ? [noop, noop] : [])).toThrow(
    "The task type 'noop' is registered twice.",
  );
});

it('a file that uses all that the format describes is refused for what is not built yet, and only for that', () => {
  const tasks = `  extract:
    type: shell
    env: { REGION: "\${{ params.region }}", DAY: "\${{ params.day }}" }
    script: ./extract.sh "$REGION" "$DAY"
  check:
    type: switch
    needs: [extract]
    cases: [ { if: "int(tasks.extract.outputs.rows) == 0", then: [no-data] } ]
    else: [load]
  load:    { type: shell, needs: [check], script: ./load.sh }
  no-data: { type: http,  needs: [check], request: { method: POST, url: "https://hooks.example.org/empty" } }
  report:  { type: workflow, needs: [load, no-data], workflow: retail/report }`;
  const top = `params:
  region: { type: string, enum: [eu, us], default: eu }
  day:    { type: date, default: "\${{ run.logicalDate.minusDays(1) }}" }
concurrency: { policy: serial-wait }`;
  const parsing = parseWorkflow(workflowText(tasks, top), SAMPLE_TYPES);
  expect(parsing.ok ? [] : parsing.problems.map(({ code, pointer }) => [code, pointer])).toEqual([
    ['NOT_YET_SUPPORTED', '/tasks/report/type'],
    ['NOT_YET_SUPPORTED', '/concurrency'],
  ]);
});
