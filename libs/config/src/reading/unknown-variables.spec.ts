import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemsOf } from '../../testing/problems-of.js';
import { secret } from '../schema/secret.js';

const schema = z.strictObject({
  queue: z.strictObject({
    hosts: z.array(z.string()).default([]),
    labels: z.record(z.string(), z.string()).default({}),
    password: secret(z.string()).optional(),
  }),
  slots: z.int().default(1),
});

describe('a variable that looks like a setting', () => {
  it.each([
    ['MILLRACE_QUEUE_HOST', "there is no such setting; did you mean 'MILLRACE_QUEUE_HOSTS'?"],
    ['MILLRACE_QUEUE_PASWORD_FILE', "there is no such setting; did you mean 'MILLRACE_QUEUE_PASSWORD_FILE'?"],
    ['MILLRACE_QUEUE', 'there is no such setting; take it out, or look its name up in the list of settings'],
    [
      'MILLRACE_SLOTS_MAX',
      'there is no such setting; take it out, or look its name up in the list of settings',
    ],
    ['MILLRACE_QUEUE_LABELS', 'there is no such setting; queue.labels can be set in the file only'],
    [
      'MILLRACE_QUEUE_HOSTS_FILE',
      'there is no such setting; only secrets are read from files of their own: give queue.hosts by MILLRACE_QUEUE_HOSTS',
    ],
    [
      'MILLRACE_QUEUE_SERVICE_PORT_CLIENT',
      'there is no such setting; if it was set by Kubernetes, switch that off by enableServiceLinks: false, else take it out',
    ],
    [
      'MILLRACE_QUEUE_PORT_9092_TCP_ADDR',
      'there is no such setting; if it was set by Kubernetes, switch that off by enableServiceLinks: false, else take it out',
    ],
  ])('is refused when it is none: %s', (variable, what) => {
    expect(problemsOf(schema, { env: { [variable]: 'hunter2' } })).toEqual([`variable ${variable}: ${what}`]);
  });

  it.each([
    'MILLRACE_STACK_KAFKA_PORT',
    'MILLRACE_DATA',
    'MILLRACE_QUEUES',
    'QUEUE_HOST',
    'millrace_queue_x',
    'MILLRACE_',
  ])('is somebody else’s when no section begins like it: %s', (variable) => {
    expect(problemsOf(schema, { env: { [variable]: 'x' } })).toEqual([]);
  });
});
