import { describe, expect, it } from 'vitest';
import { problemsOf, workflowText } from './parse-samples.contract.js';

const problems = (tasks: string, top = ''): string => problemsOf(workflowText(tasks, top));
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `  t${index}: ${line(index)}`).join('\n');

describe('the effective graph', () => {
  const list = (prefix: string, count: number): string =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`).join(', ');
  const crossing = (count: number, type: string): string =>
    [
      ...Array.from({ length: count }, (_, index) => `  a${index}: { type: noop }`),
      `  m: { ${type}, needs: [${list('a', count)}] }`,
      ...Array.from({ length: count }, (_, index) => `  b${index}: { type: noop, needs: [m] }`),
    ].join('\n');

  it('has at most a million edges, however few the file has', () => {
    expect(problems(crossing(999, 'type: noop, enabled: false'))).toBe('-');
    expect(problems(crossing(1001, 'type: noop, enabled: false'))).toContain(
      'TOO_MANY_EDGES The workflow has more than 1000000 edges where its disabled tasks are replaced by what they need.',
    );
    expect(problems(crossing(4900, 'type: noop'))).toBe('-');
  });
});

describe('needs', () => {
  it.each([
    [
      'of a misspelt task',
      '  load: { type: noop }\n  a: { type: noop, needs: [laod] }',
      "6:28: UNKNOWN_TASK The task 'a' needs 'laod', which is no task of this workflow. (hint: did you mean 'load'?)",
    ],
    [
      'of a task of nobody',
      '  a: { type: noop, needs: [other] }',
      "5:28: UNKNOWN_TASK The task 'a' needs 'other', which is no task of this workflow. (hint: name one of its tasks: a)",
    ],
    [
      'of itself',
      '  a: { type: noop, needs: [a] }',
      "5:28: SELF_NEED The task 'a' needs itself. (hint: take it out of needs)",
    ],
    [
      'in a cycle',
      '  a: { type: noop, needs: [c] }\n  b: { type: noop, needs: [a] }\n  c: { type: noop, needs: [b] }',
      '5:28: CYCLE The tasks form a cycle: a → b → c → a. (hint: each runs before the next: take one of these needs out, such as c from the needs of a)',
    ],
  ])('%s', (_, tasks, expected) => {
    expect(problems(tasks)).toBe(expected);
  });

  it('in block style are told at the very need', () => {
    expect(problems('  a:\n    type: noop\n    needs:\n      - b\n      - c\n  b:\n    type: noop')).toBe(
      "9:9: UNKNOWN_TASK The task 'a' needs 'c', which is no task of this workflow. (hint: name one of its tasks: a, b)",
    );
  });

  it('of a task that cannot be read are not called missing', () => {
    expect(problems('  a: 5\n  b: { type: noop, needs: [a] }')).toBe(
      "5:6: INVALID_TYPE 'tasks.a' must be a map, not a number.",
    );
  });

  const task = (need: number): string => `{ type: noop, needs: [${need < 0 ? '' : `t${need}`}] }`;

  it('make a chain of ten thousand tasks', () => {
    expect(problems(lines(10_000, (index) => task(index - 1)))).toBe('-');
  });

  it('make a ring of ten thousand tasks, which is a cycle', () => {
    expect(problems(lines(10_000, (index) => task((index + 9999) % 10_000)))).toBe(
      '5:29: CYCLE The tasks form a cycle: t0 → t1 → t2 → t3 → t4 → t5 → t6 → t7 → t8 → t9 → … (9989 more) → t9999 → t0. (hint: each runs before the next: take one of these needs out, such as t9999 from the needs of t0)',
    );
  });
});

describe('rules', () => {
  it.each(['one-success', 'one-failed', 'all-failed'])('%s needs needs', (rule) => {
    expect(problems(`  a: { type: noop, runIf: ${rule} }`)).toBe(
      `5:27: RULE_WITHOUT_NEEDS The task 'a' has runIf: ${rule} but no needs. (hint: write needs, or leave runIf out: without needs a task runs at once)`,
    );
  });

  it.each(['all-success', 'none-failed', 'all-done', 'always'])('%s needs none', (rule) => {
    expect(problems(`  a: { type: noop, runIf: ${rule} }`)).toBe('-');
  });

  it('say nothing further where the needs are wrong', () => {
    expect(problems('  b: { type: noop }\n  a: { type: noop, runIf: one-failed, needs: b }')).toBe(
      "6:46: INVALID_TYPE 'tasks.a.needs' must be a list, not text. (hint: write a list: [b])",
    );
  });
});

describe('logic tasks', () => {
  const conditions = (more: string): string =>
    `  a: { type: noop }\n  c: { type: conditions, when: "true", needs: [a], ${more} }`;

  it('of type conditions have one rule', () => {
    expect(problems(conditions('runIf: always'))).toBe(
      "6:59: CONDITIONS_RULE The conditions task 'c' always has runIf: all-done, not always. (hint: leave runIf out)",
    );
    expect(problems(conditions('runIf: all-done'))).toBe('-');
  });

  it('that are disabled are told once, not again for each branch', () => {
    const tasks =
      '  s: { type: switch, enabled: false, cases: [{ if: "true", then: [x] }] }\n  x: { type: noop, needs: [s] }';
    expect(problems(tasks)).toMatch(/^5:\d+: DISABLED_LOGIC_TASK [^\n]*$/);
  });

  it('cannot be disabled', () => {
    expect(problems(conditions('enabled: false'))).toBe(
      "6:61: DISABLED_LOGIC_TASK The conditions task 'c' cannot be disabled: nothing would choose its branches. (hint: take the task out of the file)",
    );
  });
});

describe('branches', () => {
  const file = (branches: string, more = ''): string =>
    `  s: { type: switch, cases: [{ if: "true", ${branches} }] }\n  x: { type: noop, needs: [s] }\n  y: { type: noop, needs: [x] }\n${more}`;

  it.each([
    ['of a direct successor', 'then: [x]', '-'],
    [
      'of a later task',
      'then: [x, y]',
      "5:54: BRANCH_NOT_SUCCESSOR 's' names 'y', which does not need it: a branch names direct successors. (hint: write needs: [s] in y)",
    ],
    [
      'of a misspelt task',
      'then: [xx-x]',
      "5:51: UNKNOWN_TASK 's' names 'xx-x', which is no task of this workflow. (hint: name one of its tasks: s, x, y)",
    ],
    [
      'of itself',
      'then: [s]',
      "5:51: BRANCH_NOT_SUCCESSOR 's' names 's', which does not need it: a branch names direct successors. (hint: write needs: [s] in s)",
    ],
    [
      'no list',
      'then: x',
      "5:50: INVALID_TYPE 'tasks.s.cases.0.then' must be a list, not text. (hint: write a list: [x])",
    ],
  ])('%s', (_, branches, expected) => {
    expect(problems(file(branches))).toBe(expected);
  });

  it('are judged in the effective graph', () => {
    const more = '  d: { type: noop, needs: [s], enabled: false }\n  z: { type: noop, needs: [d] }';
    expect(problems(file('then: [z]', more))).toBe('-');
    expect(problems(file('then: [d]', more))).toBe(
      "5:51: DISABLED_TASK 's' names 'd', which is disabled. (hint: name the tasks after it instead, or enable it)",
    );
  });

  it('of conditions too', () => {
    const tasks =
      '  a: { type: noop }\n  c: { type: conditions, when: "true", needs: [a], success: [ok], failure: [a] }\n  ok: { type: noop, needs: [c] }';
    expect(problems(tasks)).toBe(
      "6:77: BRANCH_NOT_SUCCESSOR 'c' names 'a', which does not need it: a branch names direct successors. (hint: write needs: [c] in a)",
    );
  });

  it('are checked each by itself', () => {
    const tasks =
      '  s:\n    type: switch\n    cases:\n      - { if: 5, then: [q] }\n      - { if: "1 +", then: [x], els: [] }\n    else: [y]\n  x: { type: noop, needs: [s] }\n  y: { type: noop }';
    expect(
      problems(tasks)
        .split('\n')
        .map((line) => line.split(' ').slice(0, 2).join(' ')),
    ).toEqual([
      '8:15: INVALID_TYPE',
      '8:25: UNKNOWN_TASK',
      '9:18: EXPRESSION_SYNTAX',
      '9:33: UNKNOWN_KEY',
      '10:12: BRANCH_NOT_SUCCESSOR',
    ]);
  });
});

describe('at most once', () => {
  it.each([
    [
      'with a retry',
      'retry: { max: 2 }',
      '',
      "5:58: AT_MOST_ONCE_RETRY The task 'a' has delivery: at-most-once, so it cannot have retry.max: 2. (hint: write retry: { max: 0 } in a)",
    ],
    [
      'with a retry of all tasks',
      'enabled: true',
      'defaults: { retry: { max: 2 } }',
      "6:27: AT_MOST_ONCE_RETRY The task 'a' has delivery: at-most-once, so it cannot have retry.max: 2. (hint: write retry: { max: 0 } in a)",
    ],
    [
      'with a rerun',
      'onWorkerLost: rerun',
      '',
      "5:58: AT_MOST_ONCE_RERUN The task 'a' has delivery: at-most-once, so it cannot have onWorkerLost: rerun. (hint: write onWorkerLost: hold (or fail) in a)",
    ],
    [
      'with a late rerun',
      'onWorkerLost: rerun-after-grace',
      '',
      "5:58: AT_MOST_ONCE_RERUN The task 'a' has delivery: at-most-once, so it cannot have onWorkerLost: rerun-after-grace. (hint: write onWorkerLost: hold (or fail) in a)",
    ],
    ['and fail', 'onWorkerLost: fail', '', '-'],
    ['against the retry of all tasks', 'retry: { max: 0 }', 'defaults: { retry: { max: 2 } }', '-'],
  ])('%s', (_, key, top, expected) => {
    expect(problems(`  a: { type: noop, delivery: at-most-once, ${key} }`, top)).toBe(expected);
  });
});
