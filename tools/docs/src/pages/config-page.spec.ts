import { bytes, duration, secret } from '@millrace/config';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configPage } from './config-page.js';

const schema = z.strictObject({
  queue: z.strictObject({
    hosts: z.array(z.string()).describe('where it is'),
    wait: duration({ min: '1s' }).prefault('10s').describe('How long to wait.'),
    room: bytes().optional(),
    rules: z.array(z.strictObject({ name: z.string() })).optional(),
    login: z.strictObject({ password: secret(z.string()).describe('Its password.') }).optional(),
  }),
  level: z.enum(['low', 'high']).default('low').describe('One | the other.'),
});

const rows = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('| `'));

describe('the page of settings', () => {
  it('has a row for each setting', () => {
    expect(rows(configPage([{ title: 'Master', schema }]))).toEqual([
      '| `queue.hosts` | `MILLRACE_QUEUE_HOSTS` | list of text | required | Where it is. |',
      '| `queue.wait` | `MILLRACE_QUEUE_WAIT` | duration, 1s or more | `10s` | How long to wait. |',
      '| `queue.room` | `MILLRACE_QUEUE_ROOM` | size | none |  |',
      '| `queue.rules` |  | list of maps | none |  |',
      '| `queue.login.password` | `MILLRACE_QUEUE_LOGIN_PASSWORD` or `MILLRACE_QUEUE_LOGIN_PASSWORD_FILE` | text | required with `queue.login` | Its password. Secret. |',
      '| `level` | `MILLRACE_LEVEL` | one of low, high | `low` | One \\| the other. |',
    ]);
  });

  it('has a heading for each service', () => {
    const text = configPage([
      { title: 'Master', schema },
      { title: 'Worker', schema },
    ]);

    expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '# Configuration',
      '## Master',
      '## Worker',
    ]);
  });
});
