import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemsOf } from '../../testing/problems-of.js';
import { duration } from './duration.js';
import { relations } from './relations.js';
import { secret } from './secret.js';

const section = relations(
  z.strictObject({
    wait: duration().prefault('10s'),
    beat: duration().prefault('1s'),
    name: z.string().default('x'),
    login: z.strictObject({ user: z.string().optional(), key: secret(z.string()).optional() }),
  }),
  [
    { of: ['wait', 'beat'], holds: ({ wait, beat }) => beat <= wait, message: 'a beat must fit; shorten it' },
    {
      of: ['login.user', 'login.key'],
      holds: ({ login }) => (login.user === undefined) === (login.key === undefined),
      message: 'they go together; set both or neither',
    },
  ],
);
const schema = z.strictObject({ queue: section });

describe('settings that do not fit together', () => {
  it('are named with their values and where those come from', () => {
    expect(problemsOf(schema, { yaml: 'queue:\n  wait: 2s', env: { MILLRACE_QUEUE_BEAT: '3000' } })).toEqual([
      "millrace.yaml:2:9: queue.wait ('2s') and queue.beat ('3000', variable MILLRACE_QUEUE_BEAT): a beat must fit; shorten it",
    ]);
    expect(problemsOf(schema, { env: { MILLRACE_QUEUE_BEAT: '1m' } })).toEqual([
      "variable MILLRACE_QUEUE_BEAT: queue.wait (10s, the default) and queue.beat ('1m'): a beat must fit; shorten it",
    ]);
  });

  it('are told without secrets', () => {
    expect(problemsOf(schema, { yaml: 'queue: { login: { key: hunter2 } }' })).toEqual([
      'millrace.yaml:1:24: queue.login.user (not set) and queue.login.key (***): they go together; set both or neither',
    ]);
  });

  it('are all told, beside what else is wrong', () => {
    expect(problemsOf(schema, { yaml: 'queue: { wait: 1, name: 5, login: { user: me } }' })).toEqual([
      'millrace.yaml:1:16: queue.wait (1) and queue.beat (1s, the default): a beat must fit; shorten it',
      'millrace.yaml:1:25: queue.name: must be text, not 5; put it in quotes',
      "millrace.yaml:1:43: queue.login.user ('me') and queue.login.key (not set): they go together; set both or neither",
    ]);
  });

  it('are not told where one of them is wrong by itself', () => {
    expect(problemsOf(schema, { yaml: 'queue: { wait: soon, beat: 1h }' })).toEqual([
      expect.stringContaining('queue.wait: must be a duration'),
    ]);
    expect(problemsOf(schema, { yaml: 'queue: { wait: , beat: 1h }' })).toEqual([
      'millrace.yaml:1:10: queue.wait: has no value; give it one or take the line out',
    ]);
    expect(problemsOf(schema, { yaml: 'queue: { login: { user: 5 } }' })).toEqual([
      expect.stringContaining('queue.login.user: must be text'),
    ]);
  });

  it('are not told where one may stand in a file that cannot be read', () => {
    expect(problemsOf(schema, { yaml: 'a: b: c', env: { MILLRACE_QUEUE_BEAT: '1h' } })).toHaveLength(1);
    expect(
      problemsOf(schema, { yaml: 'a: b: c', env: { MILLRACE_QUEUE_BEAT: '1h', MILLRACE_QUEUE_WAIT: '1m' } }),
    ).toHaveLength(2);
  });

  it('are asked about anew where a variable takes the place of a bad value', () => {
    const env = { MILLRACE_QUEUE_WAIT: '1s', MILLRACE_QUEUE_BEAT: '2s' };

    expect(problemsOf(schema, { yaml: 'queue: { wait: }', env })[1]).toContain('a beat must fit');
  });

  it('must be settings of the section', () => {
    const list = [{ of: ['wait', 'beet'], holds: () => true, message: '' }];

    expect(() => relations(section, list)).toThrow('wait and beet are not all settings.');
  });
});
