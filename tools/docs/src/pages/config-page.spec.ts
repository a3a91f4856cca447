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
    expect(rows(configPage([{ title: 'master', schema }]))).toEqual([
      '| `queue.hosts` | `MILLRACE_QUEUE_HOSTS` | list of text | none | all | Where it is. |',
      '| `queue.wait` | `MILLRACE_QUEUE_WAIT` | duration, 1s or more | `10s` |  | How long to wait. |',
      '| `queue.room` | `MILLRACE_QUEUE_ROOM` | size | none |  |  |',
      '| `queue.rules` |  | list of maps | none |  |  |',
      '| `queue.login.password` | `MILLRACE_QUEUE_LOGIN_PASSWORD` or `MILLRACE_QUEUE_LOGIN_PASSWORD_FILE` | text | none | all, with `queue.login` | Its password. Secret. |',
      '| `level` | `MILLRACE_LEVEL` | one of low, high | `low` |  | One \\| the other. |',
    ]);
  });

  it('has one row for a setting of several services, with who requires it and what differs', () => {
    const other = z.strictObject({
      queue: z
        .strictObject({ hosts: z.array(z.string()).describe('where it is') })
        .partial()
        .optional(),
      level: z.enum(['low', 'high']).default('high'),
    });
    const [hosts, ...more] = rows(
      configPage([
        { title: 'master', schema },
        { title: 'worker', schema: other },
      ]),
    );
    expect(hosts).toBe(
      '| `queue.hosts` | `MILLRACE_QUEUE_HOSTS` | list of text | none | master | Where it is. |',
    );
    expect(more.at(-1)).toContain('| master: `low`, worker: `high` |');
  });
});
