/** A workflow file that must be refused, and what must be told of it. */
export interface BadFile {
  /** What is wrong with it. */
  readonly what: string;
  readonly text: string;
  readonly code: string;
  /** 1-based. */
  readonly line: number;
  /** Part of what is told to do instead; undefined: nothing can be. */
  readonly hint?: string;
}

const HEAD = 'apiVersion: v1\nkind: Workflow\n';

/** A file whose tasks begin at line 5. */
function tasks(text: string, more = ''): string {
  return `${HEAD}name: bad\ntasks:\n${text}\n${more}`;
}

/** A file whose name is at line 3. */
function named(name: string): string {
  return `${HEAD}name: ${name}\ntasks:\n  a: { type: noop }\n`;
}

const NOOP = '  a: { type: noop }';

/** Nine levels of lists, each nine times the one before: 387 million values in 600 characters. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const item = level === 0 ? 'lol' : `*l${level - 1}`;
    return `x-l${level}: &l${level} [${Array.from({ length: 9 }, () => item).join(', ')}]`;
  });
  return tasks(NOOP, levels.join('\n'));
}

const YAML: readonly BadFile[] = [
  {
    what: 'is empty',
    text: '# nothing\n',
    code: 'EMPTY_DOCUMENT',
    line: 1,
    hint: 'begin with apiVersion: v1',
  },
  { what: 'is a list', text: '[]\n', code: 'INVALID_TYPE', line: 1 },
  { what: 'does not close a map', text: tasks('  a: { type: noop'), code: 'YAML_SYNTAX', line: 6 },
  {
    what: 'indents with tabs',
    text: tasks('\ta: { type: noop }'),
    code: 'YAML_SYNTAX',
    line: 5,
    hint: 'indent with spaces',
  },
  {
    what: 'has a key twice',
    text: tasks(`${NOOP}\n${NOOP}`),
    code: 'DUPLICATE_KEY',
    line: 6,
    hint: 'keep one',
  },
  {
    what: 'has a tag',
    text: tasks('  a: !!js/function { type: noop }'),
    code: 'UNKNOWN_TAG',
    line: 5,
    hint: 'put it in quotes',
  },
  {
    what: 'holds two documents',
    text: `${named('bad')}---\n${named('bad')}`,
    code: 'MULTIPLE_DOCUMENTS',
    line: 6,
    hint: 'a file of its own',
  },
  { what: 'is an alias bomb', text: aliasBomb(), code: 'TOO_MANY_ALIASES', line: 11 },
  {
    what: 'nests too deep',
    text: tasks(NOOP, `x-deep: ${'['.repeat(65)}${']'.repeat(65)}`),
    code: 'TOO_DEEP',
    line: 6,
  },
];

const KEYS: readonly BadFile[] = [
  {
    what: 'has an unknown key',
    text: `${named('bad')}tasksk: {}\n`,
    code: 'UNKNOWN_KEY',
    line: 6,
    hint: "did you mean 'tasks'?",
  },
  {
    what: 'has an unknown key in a task',
    text: tasks('  a: { type: noop, tmeout: 1s }'),
    code: 'UNKNOWN_KEY',
    line: 5,
    hint: "did you mean 'timeout'?",
  },
  {
    what: 'names a type that is none',
    text: tasks('  a: { type: shel, script: x }'),
    code: 'UNKNOWN_TASK_TYPE',
    line: 5,
    hint: "did you mean 'shell'?",
  },
  {
    what: 'leaves out a type',
    text: tasks('  a: { needs: [] }'),
    code: 'MISSING_KEY',
    line: 5,
    hint: 'write type:',
  },
  {
    what: 'has a duration without a unit',
    text: tasks('  a: { type: noop, timeout: 5 }'),
    code: 'INVALID_DURATION',
    line: 5,
    hint: 'write 5s',
  },
  {
    what: 'uses what is not built yet',
    text: tasks(NOOP, 'concurrency: { policy: serial-wait }'),
    code: 'NOT_YET_SUPPORTED',
    line: 6,
    hint: 'leave it out',
  },
  {
    what: 'has a default of the wrong type',
    text: tasks(NOOP, 'params: { day: { type: integer, default: monday } }'),
    code: 'INVALID_DEFAULT',
    line: 6,
  },
  {
    what: 'has 10 001 tasks',
    text: tasks(Array.from({ length: 10_001 }, (_, index) => `  t${index}: { type: noop }`).join('\n')),
    code: 'TOO_MANY_TASKS',
    line: 5,
    hint: 'split the workflow',
  },
];

const GRAPH: readonly BadFile[] = [
  {
    what: 'has a cycle',
    text: tasks(
      '  a: { type: noop, needs: [c] }\n  b: { type: noop, needs: [a] }\n  c: { type: noop, needs: [b] }',
    ),
    code: 'CYCLE',
    line: 5,
    hint: 'take one of these needs out',
  },
  {
    what: 'needs what is not there',
    text: tasks('  load: { type: noop }\n  b: { type: noop, needs: [laod] }'),
    code: 'UNKNOWN_TASK',
    line: 6,
    hint: "did you mean 'load'?",
  },
  {
    what: 'has a task that needs itself',
    text: tasks('  a: { type: noop, needs: [a] }'),
    code: 'SELF_NEED',
    line: 5,
    hint: 'take it out',
  },
];

const EXPRESSIONS: readonly BadFile[] = [
  {
    what: 'has an expression that cannot be read',
    text: tasks('  a: { type: noop, if: "1 +" }'),
    code: 'EXPRESSION_SYNTAX',
    line: 5,
  },
  {
    what: 'has an expression over a parameter that is none',
    text: tasks('  a: { type: noop, if: "params.day == 1" }', 'params: { days: { type: integer } }'),
    code: 'UNKNOWN_PARAM',
    line: 5,
    hint: "did you mean 'days'?",
  },
  {
    what: 'has an expression over a task that does not run before',
    text: tasks(`${NOOP}\n  b: { type: noop, if: "tasks.a.state == 'failed'" }`),
    code: 'NOT_UPSTREAM',
    line: 6,
    hint: 'in the needs of b',
  },
  {
    what: 'pastes a value into a script',
    text: tasks(
      '  a:\n    type: shell\n    script: echo ${{ params.day }}',
      'params: { day: { type: string } }',
    ),
    code: 'TEMPLATE_IN_CODE',
    line: 7,
    hint: 'write env: { IN_DAY: "${{ params.day }}" }',
  },
];

const NAMES: readonly BadFile[] = [
  ...['../../etc/passwd', '"../x"', 'a/b', '"a\\0b"', '"a\\nb"', 'Sales'].map((name) => ({
    what: `has the name ${name}`,
    text: named(name),
    line: 3,
  })),
  { what: 'has a Cyrillic letter in its name', text: named('sаles'), line: 3 },
  { what: 'has a character without width in its name', text: named('"sa\\u200Bles"'), line: 3 },
  { what: 'turns the direction of its name', text: named('"sales\\u202Egpj"'), line: 3 },
  { what: 'has a wide letter in its name', text: named('ｓales'), line: 3 },
  { what: 'has a combining mark in its name', text: named('cafe\u0301'), line: 3 },
  { what: 'is called __proto__', text: named('__proto__'), line: 3 },
  { what: 'is called constructor', text: named('constructor'), line: 3 },
  { what: 'is of project ../x', text: `${named('bad')}project: ../x\n`, line: 6 },
  { what: 'has a task ../a', text: tasks('  ../a: { type: noop }'), line: 5 },
  { what: 'has a task __proto__', text: tasks('  __proto__: { type: noop }'), line: 5 },
  {
    what: 'has a parameter __proto__',
    text: tasks(NOOP, 'params: { __proto__: { type: string } }'),
    line: 6,
  },
  { what: 'has a label __proto__', text: tasks(NOOP, 'labels: { __proto__: x }'), line: 6 },
  {
    what: 'has a variable __proto__',
    text: tasks('  a: { type: shell, script: x, env: { __proto__: x } }'),
    line: 5,
  },
].map((file) => ({ ...file, code: 'INVALID_NAME' }));

export const BAD_FILES: readonly BadFile[] = [...YAML, ...KEYS, ...GRAPH, ...EXPRESSIONS, ...NAMES];

/** A good file of 2 MiB: too much all the same. */
export const TOO_LARGE_FILE = `${named('large')}description: ${'x'.repeat(2 * 1024 * 1024)}\n`;
