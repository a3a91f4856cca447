import { describe, expect, it } from 'vitest';
import { problemsOf, workflowText } from './parse-samples.contract.js';

const DURATIONS = 'write a number and a unit: 250ms, 30s, 5m, 2h, 1d or a sum such as 1h30m';
const KNOWN = 'switch, conditions, noop, shell, http';
const SHARED =
  'retry, timeout, timeoutAction, delay, priority, workerGroup, env, delivery, onWorkerLost, onWorkerLostGrace';

describe('what is wrong with the top level', () => {
  it.each([
    [
      'missing keys',
      'tasks: { a: { type: noop } }',
      [
        "1:1: MISSING_KEY The workflow has no 'apiVersion': it is required. (hint: write apiVersion: v1)",
        "1:1: MISSING_KEY The workflow has no 'kind': it is required. (hint: write kind: Workflow)",
        "1:1: MISSING_KEY The workflow has no 'name': it is required. (hint: write name: and text)",
      ],
    ],
    [
      'another version',
      'apiVersion: v2\nkind: Flow\nname: x\ntasks: { a: { type: noop } }',
      [
        "1:13: INVALID_VALUE 'apiVersion' must be v1, not 'v2'. (hint: did you mean 'v1'?)",
        "2:7: INVALID_VALUE 'kind' must be Workflow, not 'Flow'.",
      ],
    ],
    [
      'no tasks',
      'apiVersion: v1\nkind: Workflow\nname: x',
      ['1:1: NO_TASKS The workflow has no tasks. (hint: write at least one task under tasks:)'],
    ],
    [
      'no task',
      'apiVersion: v1\nkind: Workflow\nname: x\ntasks: {}',
      ['4:8: NO_TASKS The workflow has no tasks. (hint: write at least one task under tasks:)'],
    ],
    [
      'empty tasks',
      'apiVersion: v1\nkind: Workflow\nname: x\ntasks:',
      ['4:7: NO_TASKS The workflow has no tasks. (hint: write at least one task under tasks:)'],
    ],
    [
      'a misspelt key',
      'apiVersion: v1\nkind: Workflow\nname: x\nlabel: { a: b }\ntasks: { a: { type: noop } }',
      ["4:1: UNKNOWN_KEY 'label' is not a key of a workflow. (hint: did you mean 'labels'?)"],
    ],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text)).toBe(expected.join('\n'));
  });

  it.each([
    [
      'a number as label',
      'labels: { a: 1 }',
      `6:14: INVALID_TYPE 'labels.a' must be text, not a number. (hint: put it in quotes: "1")`,
    ],
    [
      'a bare duration',
      'timeout: 30',
      '6:10: INVALID_DURATION 30 is a bare number: a duration needs a unit. (hint: write 30s for seconds or 30m for minutes)',
    ],
    [
      'a wrong priority',
      'priority: hihg',
      "6:11: INVALID_VALUE 'priority' must be one of highest, high, medium, low, lowest, not 'hihg'. (hint: did you mean 'high'?)",
    ],
    [
      'an offset as zone',
      'timezone: "+02:00"',
      "6:11: INVALID_TIMEZONE '+02:00' is not the IANA name of a time zone. (hint: write for example Europe/Berlin or UTC)",
    ],
    [
      'an unknown zone',
      'timezone: Mars/Base',
      "6:11: INVALID_TIMEZONE 'Mars/Base' is not the IANA name of a time zone. (hint: write for example Europe/Berlin or UTC)",
    ],
    [
      'a task key in defaults',
      'defaults: { needs: [a] }',
      `6:13: UNKNOWN_KEY 'needs' is not a key of 'defaults'. (hint: known keys: ${SHARED})`,
    ],
    [
      'an empty key',
      'failureStrategy:',
      "6:17: INVALID_VALUE 'failureStrategy' must be one of continue, end, not empty. (hint: give it a value or leave the key out)",
    ],
  ])('%s', (_, top, expected) => {
    expect(problemsOf(workflowText('  a: { type: noop }', top))).toBe(expected);
  });
});

describe('what is wrong with a task', () => {
  it.each([
    [
      'no type',
      '{ title: x }',
      `5:3: MISSING_KEY 'tasks.a' has no 'type': it is required. (hint: write type: and one of ${KNOWN})`,
    ],
    [
      'a misspelt type',
      '{ type: shel }',
      `5:14: UNKNOWN_TASK_TYPE There is no task type 'shel'. (hint: did you mean 'shell'? Task types: ${KNOWN})`,
    ],
    [
      'a type of nobody',
      '{ type: toString }',
      `5:14: UNKNOWN_TASK_TYPE There is no task type 'toString'. (hint: task types: ${KNOWN})`,
    ],
    [
      'a number as type',
      '{ type: 5 }',
      `5:14: INVALID_TYPE 'tasks.a.type' must be text, not a number. (hint: put it in quotes: "5")`,
    ],
    [
      'a misspelt shared key',
      '{ type: noop, tmeout: 5s }',
      "5:20: UNKNOWN_KEY 'tmeout' is not a key of 'tasks.a'. (hint: did you mean 'timeout'?)",
    ],
    [
      'a misspelt own key',
      '{ type: noop, duratin: 5s }',
      "5:20: UNKNOWN_KEY 'duratin' is not a key of 'tasks.a'. (hint: did you mean 'duration'?)",
    ],
    [
      'the own key of another type',
      '{ type: http, request: { url: x }, script: x }',
      "5:41: UNKNOWN_KEY 'script' is not a key of 'tasks.a'. (hint: known keys: type, title, needs, runIf, if, enabled, allowFailure, retry, timeout, timeoutAction, delay, priority, workerGroup, env, delivery, onWorkerLost, onWorkerLostGrace, taskGroup, outputs, request, expect)",
    ],
    [
      'a misspelt deeper key',
      '{ type: http, request: { url: x, metod: GET } }',
      "5:39: UNKNOWN_KEY 'metod' is not a key of 'tasks.a.request'. (hint: did you mean 'method'?)",
    ],
    [
      'a missing own key',
      '{ type: shell }',
      "5:3: MISSING_KEY 'tasks.a' has no 'script': it is required. (hint: write script: and text)",
    ],
    [
      'a missing deeper key',
      '{ type: http, request: {} }',
      "5:20: MISSING_KEY 'tasks.a.request' has no 'url': it is required. (hint: write url: and text)",
    ],
    [
      'a wrong own value',
      '{ type: shell, script: x, shell: zsh }',
      "5:39: INVALID_VALUE 'tasks.a.shell' must be one of sh, bash, not 'zsh'. (hint: did you mean 'sh'?)",
    ],
    [
      'text for a list',
      '{ type: noop, needs: b }',
      "5:27: INVALID_TYPE 'tasks.a.needs' must be a list, not text. (hint: write a list: [b])",
    ],
    [
      'text for a flag',
      '{ type: noop, enabled: "no" }',
      "5:29: INVALID_TYPE 'tasks.a.enabled' must be true or false, not text. (hint: write true or false, without quotes)",
    ],
    [
      'a need twice',
      '{ type: noop, needs: [b, b] }',
      "5:31: DUPLICATE_NEED 'b' stands twice in needs. (hint: keep one of them)",
    ],
    [
      'a number in env',
      '{ type: noop, env: { PORT: 8080 } }',
      `5:33: INVALID_TYPE 'tasks.a.env.PORT' must be text, not a number. (hint: put it in quotes: "8080")`,
    ],
    [
      'no duration',
      '{ type: noop, delay: soon }',
      `5:27: INVALID_DURATION 'soon' is not a duration. (hint: ${DURATIONS})`,
    ],
    [
      'an empty duration',
      '{ type: noop, delay: "" }',
      `5:27: INVALID_DURATION '' is not a duration. (hint: ${DURATIONS})`,
    ],
    [
      'a duration of a wrong kind',
      '{ type: noop, delay: true }',
      `5:27: INVALID_DURATION A duration is text with a unit. (hint: ${DURATIONS})`,
    ],
    [
      'a bare number in retry',
      '{ type: noop, retry: { delay: 5 } }',
      '5:36: INVALID_DURATION 5 is a bare number: a duration needs a unit. (hint: write 5s for seconds or 5m for minutes)',
    ],
    [
      'too many retries',
      '{ type: noop, retry: { max: 1001 } }',
      "5:34: OUT_OF_RANGE 'tasks.a.retry.max' must be at most 1000.",
    ],
    [
      'half a retry',
      '{ type: noop, retry: { max: 1.5 } }',
      "5:34: INVALID_TYPE 'tasks.a.retry.max' must be a whole number, not a number.",
    ],
    [
      'too much jitter',
      '{ type: noop, retry: { jitter: 2 } }',
      "5:37: OUT_OF_RANGE 'tasks.a.retry.jitter' must be at most 1.",
    ],
    [
      'a misspelt retry key',
      '{ type: noop, retry: { maxdelay: 5s } }',
      "5:29: UNKNOWN_KEY 'maxdelay' is not a key of 'tasks.a.retry'. (hint: did you mean 'maxDelay'?)",
    ],
    [
      'a wrong rule',
      '{ type: noop, runIf: all_done }',
      "5:27: INVALID_VALUE 'tasks.a.runIf' must be one of all-success, none-failed, all-done, one-success, one-failed, all-failed, always, not 'all_done'. (hint: did you mean 'all-done'?)",
    ],
    [
      'a wrong output type',
      '{ type: shell, script: x, outputs: { rows: int } }',
      "5:49: INVALID_VALUE 'tasks.a.outputs.rows' must be one of string, integer, number, boolean, date, datetime, duration, list, map, not 'int'.",
    ],
    [
      'no cases',
      '{ type: switch, cases: [] }',
      "5:29: OUT_OF_RANGE 'tasks.a.cases' must have, in items, at least 1.",
    ],
  ])('%s', (_, task, expected) => {
    expect(problemsOf(workflowText(`  a: ${task}\n  b: { type: noop }`))).toBe(expected);
  });
});

describe('the hint to put a value in quotes', () => {
  it.each(['1.10', '007', '0x1F', '1e3', '0o17', '+1', 'True'])('repeats what was written: %s', (written) => {
    const tasks = `  a: { type: shell, script: x, env: { V: ${written} }, title: ${written} }`;
    const told = problemsOf(workflowText(tasks, `description: ${written}`));
    expect(told.match(/put it in quotes: "[^"]*"/g)).toEqual(
      Array.from({ length: 3 }, () => `put it in quotes: "${written}"`),
    );
  });

  it('repeats what was written where an alias stands for it, and in lists', () => {
    const tasks = '  a: { type: shell, script: x, title: &v 010, env: { V: *v }, needs: 1.0 }';
    expect(problemsOf(workflowText(tasks)).match(/hint: [^)]*/g)).toEqual([
      'hint: put it in quotes: "010"',
      'hint: put it in quotes: "010"',
      'hint: write a list: [1.0]',
    ]);
  });
});
