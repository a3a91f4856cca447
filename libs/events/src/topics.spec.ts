import { describe, expect, it } from 'vitest';
import type { TopicName } from './topics.js';
import { EMBEDDED_PARTITIONS, TOPICS, partitionsOf } from './topics.js';

/** The table of design §4.1: partitions, and how long records are kept. `lifecycle` comes with the cluster. */
const DESIGN: Readonly<Record<TopicName, readonly [partitions: 'P' | 'L' | number, kept: number | string]>> =
  {
    commands: ['P', 7],
    'task-status': ['P', 7],
    mailbox: ['P', 7],
    'workflow-events': ['P', 30],
    snapshots: ['P', 'compacted'],
    catalog: [1, 'compacted'],
    'task-dispatch': [32, 1],
    heartbeats: [1, 1 / 24],
    'task-control': [1, 1 / 24],
    'task-logs': ['L', 3],
    replies: [1, 7],
    'dead-letters': [1, 30],
  };

/** An owner deletes what it reads, and its own events (L52). */
const OWNED = new Set<TopicName>(['commands', 'task-status', 'mailbox', 'workflow-events']);

const specs = Object.values(TOPICS);

describe('the catalogue of topics', () => {
  it('has the topics of the design and no others', () => {
    expect(Object.keys(TOPICS).toSorted()).toEqual(Object.keys(DESIGN).toSorted());
  });

  it.each(specs.map((spec) => [spec.name, spec] as const))('declares %s as the design does', (name, spec) => {
    const [partitions, kept] = DESIGN[name];
    expect(spec).toMatchObject({ partitions, kept });
    expect(spec.deletedBy).toBe(OWNED.has(name) ? 'owner' : undefined);
    expect([spec.key, spec.writtenBy, spec.readBy].every(({ length }) => length > 0)).toBe(true);
  });

  it('knows each topic by its own name', () => {
    for (const [name, spec] of Object.entries(TOPICS)) expect(spec.name).toBe(name);
  });

  it('gives what an owner reads together the same partitions', () => {
    const counts = { P: 12, L: 6 };
    for (const name of ['commands', 'task-status', 'mailbox', 'workflow-events', 'snapshots'] as const) {
      expect(partitionsOf(name, counts)).toBe(12);
    }
    expect(partitionsOf('task-logs', counts)).toBe(6);
    expect(partitionsOf('task-dispatch', counts)).toBe(32);
  });

  it('has several partitions embedded, so that forwarding is exercised', () => {
    expect(EMBEDDED_PARTITIONS).toEqual({ P: 4, L: 1 });
  });

  it('keeps in memory only what can be derived again, or what its writer keeps until it is handled', () => {
    const inMemory = specs.filter(({ embedded }) => embedded === 'memory').map(({ name }) => name);
    expect(inMemory.toSorted()).toEqual([
      'heartbeats',
      'mailbox',
      'replies',
      'task-control',
      'task-dispatch',
      'task-status',
    ]);
    expect(specs.filter(({ acknowledged }) => acknowledged === 'handled').map(({ name }) => name)).toEqual([
      'task-status',
    ]);
  });

  it('puts task logs into a file of their own', () => {
    expect(specs.filter(({ embedded }) => embedded === 'bulk').map(({ name }) => name)).toEqual([
      'task-logs',
    ]);
  });

  it('lets only the commands and the events have a codec of their own', () => {
    expect(specs.filter(({ text }) => text).map(({ name }) => name)).toEqual(['commands', 'workflow-events']);
  });
});
