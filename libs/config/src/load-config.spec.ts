import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { load, problemsOf } from '../testing/problems-of.js';
import { ConfigError } from './config-error.js';
import { bytes } from './schema/bytes.js';
import { duration } from './schema/duration.js';

const schema = z.strictObject({
  queue: z.strictObject({
    hosts: z.array(z.string().min(1)).min(1),
    clientId: z.string().default('me'),
    wait: duration().prefault('10s'),
    room: bytes().optional(),
    retry: z.strictObject({ max: z.int().min(0).default(3), again: z.boolean().default(true) }),
    login: z.strictObject({ user: z.string(), kind: z.enum(['plain', 'scram']) }).optional(),
    labels: z.record(z.string(), z.int()).optional(),
    rules: z.array(z.strictObject({ name: z.string(), weight: z.number().optional() })).optional(),
  }),
  slots: z.int().min(1).default(4),
});

const HOSTS = { MILLRACE_QUEUE_HOSTS: 'a' };

describe('settings', () => {
  it('come from the file', () => {
    const yaml = `
queue:
  hosts: [a, b]
  wait: 1m30s
  room: 2MiB
  retry: { max: 0, again: false }
  login:
    user: me
    kind: scram
  labels: { x: 1 }
  rules:
    - name: one
      weight: 1.5
slots: 9
`;
    expect(load(schema, { yaml })).toEqual({
      queue: {
        hosts: ['a', 'b'],
        clientId: 'me',
        wait: 90_000,
        room: 2 * 1024 * 1024,
        retry: { max: 0, again: false },
        login: { user: 'me', kind: 'scram' },
        labels: { x: 1 },
        rules: [{ name: 'one', weight: 1.5 }],
      },
      slots: 9,
    });
  });

  it('come from variables', () => {
    const env = {
      MILLRACE_QUEUE_HOSTS: 'a, b',
      MILLRACE_QUEUE_CLIENT_ID: 'you',
      MILLRACE_QUEUE_WAIT: '250',
      MILLRACE_QUEUE_ROOM: '1KiB',
      MILLRACE_QUEUE_RETRY_MAX: '7',
      MILLRACE_QUEUE_RETRY_AGAIN: 'false',
      MILLRACE_QUEUE_LOGIN_USER: '5',
      MILLRACE_QUEUE_LOGIN_KIND: 'plain',
      MILLRACE_SLOTS: '2',
    };
    expect(load(schema, { env })).toEqual({
      queue: {
        hosts: ['a', 'b'],
        clientId: 'you',
        wait: 250,
        room: 1024,
        retry: { max: 7, again: false },
        login: { user: '5', kind: 'plain' },
      },
      slots: 2,
    });
  });

  it('have defaults', () => {
    expect(load(schema, { env: HOSTS })).toEqual({
      queue: { hosts: ['a'], clientId: 'me', wait: 10_000, retry: { max: 3, again: true } },
      slots: 4,
    });
  });

  it('come from a variable rather than from the file', () => {
    const yaml = 'queue: { hosts: [1, 2], wait: bad }\nslots: 9';
    const env = { ...HOSTS, MILLRACE_QUEUE_WAIT: '1s' };

    expect(load(schema, { yaml, env })).toMatchObject({ queue: { hosts: ['a'], wait: 1000 }, slots: 9 });
  });

  it.each(['', '# nothing\n', '---\n', 'queue:\n', 'queue:\n  retry:\n'])(
    'may all come from variables beside the file %j',
    (yaml) => {
      expect(load(schema, { yaml, env: HOSTS }).slots).toBe(4);
    },
  );

  it('keep the meaning of their text', () => {
    expect(load(schema, { yaml: 'queue: { hosts: [a], clientId: no }' }).queue.clientId).toBe('no');
  });
});

describe('what is wrong', () => {
  it('is told with the place that each value comes from', () => {
    const yaml = `
queue:
  hosts:
    - a
    - ''
  clientId: 5
  room: 5MB
  retry: { max: -1, again: yes }
  login: { kind: scran }
  labels: { x: a }
  rules: [{ nam: x }]
slots: "3"
`;
    expect(problemsOf(schema, { yaml, env: { MILLRACE_QUEUE_WAIT: 'soon' } })).toEqual([
      'millrace.yaml:5:7: queue.hosts, item 2: must have, in characters, at least 1',
      'millrace.yaml:6:13: queue.clientId: must be text, not 5; put it in quotes',
      "millrace.yaml:7:9: queue.room: must be a size such as 512KiB, 1MiB or 2GiB, or a whole number of bytes, not '5MB'",
      'millrace.yaml:8:17: queue.retry.max: must be at least 0',
      'millrace.yaml:8:28: queue.retry.again: must be true or false, not text; write true or false, without quotes',
      "millrace.yaml:9:18: queue.login.kind: must be one of plain, scram, not 'scran'; did you mean 'scram'?",
      'millrace.yaml:10:16: queue.labels.x: must be a number, not text; write digits, without quotes',
      "millrace.yaml:11:13: queue.rules, item 1, nam: there is no such setting; did you mean 'name'?",
      'millrace.yaml:12:8: slots: must be a number, not text; write digits, without quotes',
      "variable MILLRACE_QUEUE_WAIT: queue.wait: must be a duration such as 300ms, 10s, 5m, 1h or 7d, or a whole number of milliseconds, not 'soon'",
      'queue.login.user: is missing; set it in millrace.yaml or by the variable MILLRACE_QUEUE_LOGIN_USER',
      'queue.rules, item 1, name: is missing; set it in millrace.yaml',
    ]);
  });

  it.each([
    ['MILLRACE_SLOTS', 'many', "slots: must be a number, not 'many'"],
    ['MILLRACE_SLOTS', '1.5', 'slots: must be a whole number, not 1.5'],
    ['MILLRACE_SLOTS', '', "slots: must be a number, not ''"],
    ['MILLRACE_SLOTS', '1e999', 'slots: must be a number, not Infinity'],
    ['MILLRACE_SLOTS', '0x10', "slots: must be a number, not '0x10'"],
    ['MILLRACE_QUEUE_RETRY_AGAIN', 'TRUE', "queue.retry.again: must be true or false, not 'TRUE'"],
    ['MILLRACE_QUEUE_RETRY_AGAIN', '1', "queue.retry.again: must be true or false, not '1'"],
    ['MILLRACE_QUEUE_HOSTS', '', 'queue.hosts: must have, in items, at least 1'],
    ['MILLRACE_QUEUE_HOSTS', 'a,,b', 'queue.hosts, item 2: must have, in characters, at least 1'],
  ])('is told of the variable %s=%s', (variable, text, what) => {
    expect(problemsOf(schema, { env: { ...HOSTS, [variable]: text } })).toEqual([
      `variable ${variable}: ${what}`,
    ]);
  });

  it('is told of the variable that took the place of a list in the file', () => {
    const env = { MILLRACE_QUEUE_HOSTS: ',b' };

    expect(problemsOf(schema, { yaml: 'queue: { hosts: [a, b] }', env })).toEqual([
      'variable MILLRACE_QUEUE_HOSTS: queue.hosts, item 1: must have, in characters, at least 1',
    ]);
  });

  it('is told of what is missing, with every way to set it', () => {
    expect(problemsOf(schema, {})).toEqual([
      'queue.hosts: is missing; set it in a file named by --config or by the variable MILLRACE_QUEUE_HOSTS',
    ]);
  });

  it('of variables is told even where the file cannot be read, and nothing is called missing', () => {
    expect(
      problemsOf(schema, { yaml: 'a: b: c', env: { MILLRACE_SLOTS: '0', MILLRACE_QUEUE_X: '' } }),
    ).toEqual([
      'millrace.yaml:1:4: a key stands inside a value; begin a new line, or put a value that contains ": " in quotes',
      'variable MILLRACE_QUEUE_X: there is no such setting; take it out, or look its name up in the list of settings',
      'variable MILLRACE_SLOTS: slots: must be at least 1',
    ]);
  });

  it('is one error, which tells the count', () => {
    expect(() => load(schema, { yaml: 'slots: 0' })).toThrow(
      new ConfigError([
        'millrace.yaml:1:8: slots: must be at least 1',
        'queue.hosts: is missing; set it in millrace.yaml or by the variable MILLRACE_QUEUE_HOSTS',
      ]),
    );
    expect(new ConfigError(['x: y']).message).toBe('The configuration has a problem:\n  x: y');
    expect(new ConfigError(['a', 'b']).message).toBe('The configuration has 2 problems:\n  a\n  b');
  });

  it('may be what a check over several settings says', () => {
    const checked = z.strictObject({ low: z.int(), high: z.int() }).superRefine(({ low, high }, context) => {
      if (low > high) context.addIssue({ code: 'custom', path: ['low'], message: 'must not be above high' });
    });

    expect(problemsOf(checked, { yaml: 'low: 2', env: { MILLRACE_HIGH: '1' } })).toEqual([
      'millrace.yaml:1:6: low: must not be above high, not 2',
    ]);
  });

  it('may be that something is needed beside another thing', () => {
    const checked = z
      .strictObject({ a: z.string().optional(), b: z.string().optional() })
      .superRefine(({ a, b }, context) => {
        if (a === undefined || b !== undefined) return;
        context.addIssue({ code: 'custom', path: ['b'], message: 'is needed beside a; set it' });
      });

    expect(problemsOf(checked, { yaml: 'a: x' })).toEqual(['b: is needed beside a; set it']);
  });
});
