import { describe, expect, it } from 'vitest';
import { accessOf } from './topic-access.js';
import type { Role } from './topics.js';
import { TOPICS } from './topics.js';

const may = (role: Role, right: string): readonly string[] =>
  accessOf(role)
    .filter(({ rights }) => rights.includes(right as never))
    .map(({ topic }) => topic);

describe('who may do what on the topics', () => {
  it.each([
    ['upstream', ['commands'], ['replies']],
    ['worker', ['task-status', 'heartbeats', 'task-logs'], ['catalog', 'task-dispatch', 'task-control']],
    ['logger', ['dead-letters'], ['task-logs']],
    ['alert', [], ['workflow-events']],
    ['api', ['commands', 'catalog'], ['commands', 'workflow-events', 'catalog', 'heartbeats', 'replies']],
  ] as const)('%s may write and read just what it needs', (role, writes, reads) => {
    expect([may(role, 'Write'), may(role, 'Read')]).toEqual([writes, reads]);
  });

  it('nobody but masters and the operator writes events, and nobody but masters deletes records', () => {
    const roles = ['api', 'master', 'worker', 'logger', 'alert', 'upstream', 'operator'] as const;
    const writers = roles.filter((role) => may(role, 'Write').includes('workflow-events'));
    expect(writers).toEqual(['master', 'operator']);
    expect(roles.filter((role) => may(role, 'Delete').length > 0)).toEqual(['master']);
    expect(may('master', 'Delete')).toEqual(['commands', 'task-status', 'mailbox', 'workflow-events']);
  });

  it('the operator makes and sets every topic, begins the log, and reads dead letters', () => {
    const always = ['Create', 'AlterConfigs', 'Describe', 'DescribeConfigs'];
    const own = { 'workflow-events': ['Write'], 'dead-letters': ['Read'] } as Record<
      string,
      readonly string[]
    >;
    expect(accessOf('operator')).toEqual(
      Object.keys(TOPICS).map((topic) => ({ topic, rights: [...always, ...(own[topic] ?? [])] })),
    );
  });

  it('other systems see no topic but their own two', () => {
    expect(accessOf('upstream')).toEqual([
      { topic: 'commands', rights: ['Describe', 'Write'] },
      { topic: 'replies', rights: ['Describe', 'Read'] },
    ]);
  });
});
