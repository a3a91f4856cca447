import { describe, expect, it } from 'vitest';
import { codesOf, definitionOf, parseSample, problemsOf, workflowText } from './parse-samples.contract.js';

const TASK_RULE =
  'is not a task name: letters A-Z and a-z, digits, _ and -, beginning with a letter or _, at most 127 characters.';
const SLUG_RULE =
  'is not a name: small letters a-z, digits, _ and -, beginning with a letter or digit, at most 63 characters.';

describe('names of tasks', () => {
  it.each([
    ['../etc', `5:3: INVALID_NAME '../etc' ${TASK_RULE} (hint: write for example etc)`],
    ['1a', `5:3: INVALID_NAME '1a' ${TASK_RULE}`],
    ['"a b"', `5:3: INVALID_NAME 'a b' ${TASK_RULE} (hint: write for example a-b)`],
    ['""', `5:3: INVALID_NAME '' ${TASK_RULE}`],
    ['"\\u0430bc"', `5:3: INVALID_NAME 'аbc' ${TASK_RULE} (hint: write for example bc)`],
    ['"a\\u202Eb"', `5:3: INVALID_NAME 'a\\u{202e}b' ${TASK_RULE} (hint: write for example ab)`],
    ['"a\\u200Bb"', `5:3: INVALID_NAME 'a\\u{200b}b' ${TASK_RULE} (hint: write for example ab)`],
    ['"a\\nb"', `5:3: INVALID_NAME 'a\\u{a}b' ${TASK_RULE} (hint: write for example a-b)`],
    ['café', `5:3: INVALID_NAME 'café' ${TASK_RULE} (hint: write for example cafe)`],
    ['__proto__', "5:3: INVALID_NAME '__proto__' is refused as any name."],
    ['constructor', "5:3: INVALID_NAME 'constructor' is refused as any name."],
    ['prototype', "5:3: INVALID_NAME 'prototype' is refused as any name."],
  ])('%s is refused', (name, expected) => {
    expect(problemsOf(workflowText(`  ${name}: { type: noop }\n  ok: { type: noop }`))).toBe(expected);
  });

  it('may be long, and no longer', () => {
    expect(codesOf(workflowText(`  ${'a'.repeat(127)}: { type: noop }`))).toEqual([]);
    expect(codesOf(workflowText(`  ${'a'.repeat(128)}: { type: noop }`))).toEqual(['INVALID_NAME']);
  });

  it('may be words that every object has, and they find nothing else', () => {
    expect(problemsOf(workflowText('  a: { type: noop, needs: [toString] }'))).toBe(
      "5:28: UNKNOWN_TASK The task 'a' needs 'toString', which is no task of this workflow. (hint: name one of its tasks: a)",
    );
    expect(
      Object.keys(definitionOf(workflowText('  toString: { type: noop }\n  x-ray: { type: noop }')).tasks),
    ).toEqual(['toString', 'x-ray']);
  });

  it('are words as they are written, whatever YAML would make of a value', () => {
    expect(
      Object.keys(
        definitionOf(workflowText('  null: { type: noop }\n  true: { type: noop }\n  on: { type: noop }'))
          .tasks,
      ),
    ).toEqual(['null', 'true', 'on']);
  });
});

describe('names of the workflow, its project and worker groups', () => {
  it.each([
    [
      'name: Daily Sales',
      `3:7: INVALID_NAME 'Daily Sales' ${SLUG_RULE} (hint: write for example daily-sales)`,
    ],
    ['name: ../x', `3:7: INVALID_NAME '../x' ${SLUG_RULE}`],
    ['name: constructor', "3:7: INVALID_NAME 'constructor' is refused as any name."],
    [
      `name: ${'a'.repeat(64)}`,
      `3:7: INVALID_NAME '${'a'.repeat(60)}…' ${SLUG_RULE} (hint: write for example ${'a'.repeat(63)})`,
    ],
    ['name: x\nproject: a/b', `4:10: INVALID_NAME 'a/b' ${SLUG_RULE} (hint: write for example a-b)`],
    [
      'name: x\ndefaults: { workerGroup: "GPU 1" }',
      `4:26: INVALID_NAME 'GPU 1' ${SLUG_RULE} (hint: write for example gpu-1)`,
    ],
  ])('%s', (lines, expected) => {
    expect(problemsOf(`apiVersion: v1\nkind: Workflow\n${lines}\ntasks: { a: { type: noop } }`)).toBe(
      expected,
    );
  });
});

describe('other names', () => {
  it.each([
    [
      'a parameter',
      'params: { a-b: { type: string } }',
      "6:11: INVALID_NAME 'a-b' is not a parameter name: letters A-Z and a-z, digits and _, beginning with a letter or _, at most 127 characters. (hint: write for example a_b)",
    ],
    [
      'a parameter of every object',
      'params: { __proto__: { type: string } }',
      "6:11: INVALID_NAME '__proto__' is refused as any name.",
    ],
    [
      'a parameter of every class',
      'params: { constructor: { type: string } }',
      "6:11: INVALID_NAME 'constructor' is refused as any name.",
    ],
    ['a label', 'labels: { __proto__: x }', "6:11: INVALID_NAME '__proto__' is refused as any name."],
    [
      'a label with a space',
      'labels: { a b: x }',
      "6:11: INVALID_NAME 'a b' is not a label name: letters A-Z and a-z, digits, _ . / and -, beginning with a letter, digit or _, at most 127 characters. (hint: write for example a-b)",
    ],
    [
      'a variable',
      'defaults: { env: { a-b: x } }',
      "6:20: INVALID_NAME 'a-b' is not the name of an environment variable: letters A-Z and a-z, digits and _, beginning with a letter or _, at most 127 characters. (hint: write for example a_b)",
    ],
    [
      'a variable of ours',
      'defaults: { env: { MILLRACE_X: x } }',
      "6:20: INVALID_NAME 'MILLRACE_X' is reserved: millrace sets the variables that begin with MILLRACE_ itself.",
    ],
    [
      'a variable of every object',
      'defaults: { env: { __proto__: x } }',
      "6:20: INVALID_NAME '__proto__' is refused as any name.",
    ],
  ])('%s', (_, top, expected) => {
    expect(problemsOf(workflowText('  a: { type: noop }', top))).toBe(expected);
  });

  it('are refused alike in a body that was parsed as JSON', () => {
    const body: unknown = JSON.parse(
      '{"apiVersion":"v1","kind":"Workflow","name":"x","tasks":{"a":{"type":"noop","env":{"__proto__":"x"}}}}',
    );
    expect(parseSample(body)).toEqual([
      {
        code: 'INVALID_NAME',
        message: "'__proto__' is refused as any name.",
        pointer: '/tasks/a/env/__proto__',
        line: 1,
        column: 1,
      },
    ]);
  });
});

describe('titles', () => {
  it('are free text in any script, at most 200 characters, without control characters', () => {
    expect(
      definitionOf(workflowText('  a: { type: noop, title: "Lädt 日次売上 مبيعات 🚀" }')).tasks.a?.title,
    ).toBe('Lädt 日次売上 مبيعات 🚀');
    expect(codesOf(workflowText(`  a: { type: noop, title: "${'🚀'.repeat(200)}" }`))).toEqual([]);
    expect(problemsOf(workflowText(`  a: { type: noop, title: "${'🚀'.repeat(201)}" }`))).toBe(
      '5:27: INVALID_TITLE A title has at most 200 characters.',
    );
    expect(problemsOf(workflowText('  a: { type: noop, title: "a\\u202Eb" }'))).toBe(
      "5:27: INVALID_TITLE A title holds no control characters: '\\u{202e}' is one.",
    );
    expect(codesOf(workflowText('  a: { type: noop, title: "a\\nb" }'))).toEqual(['INVALID_TITLE']);
  });
});
