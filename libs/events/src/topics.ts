import { partitionOfKey } from './murmur2.js';
import type { CatalogEntry } from './messages/catalog-entry.js';
import type { DeadLetter } from './messages/dead-letter.js';
import type { LogLines } from './messages/log-lines.js';
import type { Mail } from './messages/mail.js';
import type { ReplyMessage } from './messages/reply.js';
import type { SnapshotEntry } from './messages/snapshot-entry.js';
import type { TaskControl } from './messages/task-control.js';
import type { TaskDispatch } from './messages/task-dispatch.js';
import type { TaskReport } from './messages/task-report.js';
import type { WorkerHeartbeat } from './messages/worker-heartbeat.js';

/** What stands in each topic. `string` topics are read by a codec of their own, the others are JSON. */
export interface TopicValues {
  readonly commands: string;
  readonly 'task-status': TaskReport;
  readonly mailbox: Mail;
  readonly 'workflow-events': string;
  readonly snapshots: SnapshotEntry;
  readonly catalog: CatalogEntry;
  readonly 'task-dispatch': TaskDispatch;
  readonly heartbeats: WorkerHeartbeat;
  readonly 'task-control': TaskControl;
  readonly 'task-logs': LogLines;
  readonly replies: ReplyMessage;
  readonly 'dead-letters': DeadLetter;
}

export type TopicName = keyof TopicValues;

/** How many partitions: `P` and `L` are fixed for a cluster when it is created (design §4.1). */
export type PartitionCount = 'P' | 'L' | number;

/** Who comes to the log: the services, other systems that send commands, and the people who run it. */
export const ROLES = ['api', 'master', 'worker', 'logger', 'alert', 'upstream', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export interface TopicSpec {
  readonly name: TopicName;
  readonly key: string;
  readonly partitions: PartitionCount;
  /** Of several masters the owner of the partition alone; all readers of `workflow-events` go through the fold. */
  readonly writtenBy: readonly Role[];
  readonly readBy: readonly Role[];
  /** Days at the least; `compacted`: newest record of each key. */
  readonly kept: number | 'compacted';
  /** The log deletes nothing by itself: the owner of the partition does, when nobody needs it any more (L52). */
  readonly deletedBy?: 'owner';
  /** Embedded: `memory` for what can be derived again (design §7), else one of two files. */
  readonly embedded: 'log' | 'bulk' | 'memory';
  /**
   * When an append to a memory topic is acknowledged: at once, or when its reader has handled it for good. The latter
   * for reports: a worker must keep them until the log has them.
   */
  readonly acknowledged?: 'handled';
  /** True where `value` is text with a codec of its own. */
  readonly text?: true;
}

const HOUR = 1 / 24;

/** The catalogue of topics: the one place where names, keys, partitions and retention are declared. */
export const TOPICS: { readonly [N in TopicName]: TopicSpec & { readonly name: N } } = {
  commands: topic('commands', {
    key: 'workflow or run',
    partitions: 'P',
    writtenBy: ['api', 'upstream'],
    readBy: ['master', 'api'],
    kept: 7,
    deletedBy: 'owner',
    embedded: 'log',
    text: true,
  }),
  'task-status': topic('task-status', {
    key: 'run',
    partitions: 'P',
    writtenBy: ['worker'],
    readBy: ['master'],
    kept: 7,
    deletedBy: 'owner',
    embedded: 'memory',
    acknowledged: 'handled',
  }),
  mailbox: topic('mailbox', {
    key: 'explicit partition',
    partitions: 'P',
    writtenBy: ['master'],
    readBy: ['master'],
    kept: 7,
    deletedBy: 'owner',
    embedded: 'memory',
  }),
  'workflow-events': topic('workflow-events', {
    key: 'partition of the run',
    partitions: 'P',
    writtenBy: ['master'],
    readBy: ['master', 'api', 'alert'],
    kept: 30,
    deletedBy: 'owner',
    embedded: 'log',
    text: true,
  }),
  snapshots: topic('snapshots', {
    key: 'partition / set / kind / id',
    partitions: 'P',
    writtenBy: ['master'],
    readBy: ['master'],
    kept: 'compacted',
    embedded: 'log',
  }),
  catalog: topic('catalog', {
    key: 'object id',
    partitions: 1,
    writtenBy: ['api'],
    readBy: ['master', 'worker', 'api'],
    kept: 'compacted',
    embedded: 'log',
  }),
  'task-dispatch': topic('task-dispatch', {
    key: 'lane of the worker',
    partitions: 32,
    writtenBy: ['master'],
    readBy: ['worker'],
    kept: 1,
    embedded: 'memory',
  }),
  heartbeats: topic('heartbeats', {
    key: 'worker',
    partitions: 1,
    writtenBy: ['worker'],
    readBy: ['master', 'api'],
    kept: HOUR,
    embedded: 'memory',
  }),
  'task-control': topic('task-control', {
    key: 'worker group',
    partitions: 1,
    writtenBy: ['master'],
    readBy: ['worker'],
    kept: HOUR,
    embedded: 'memory',
  }),
  'task-logs': topic('task-logs', {
    key: 'attempt',
    partitions: 'L',
    writtenBy: ['worker'],
    readBy: ['logger'],
    kept: 3,
    embedded: 'bulk',
  }),
  replies: topic('replies', {
    key: 'correlation of the sender',
    partitions: 1,
    writtenBy: ['master'],
    readBy: ['api', 'upstream'],
    kept: 7,
    embedded: 'memory',
  }),
  'dead-letters': topic('dead-letters', {
    key: 'original key',
    partitions: 1,
    writtenBy: ['master', 'logger'],
    readBy: ['operator'],
    kept: 30,
    embedded: 'log',
  }),
};

/** Partition counts that a log is created with; a process that differs refuses to start (L56). */
export interface PartitionCounts {
  readonly P: number;
  readonly L: number;
}

/** Embedded default: several partitions, so that routing is exercised on a laptop too. */
export const EMBEDDED_PARTITIONS: PartitionCounts = { P: 4, L: 1 };

export function partitionsOf(name: TopicName, counts: PartitionCounts): number {
  const { partitions } = TOPICS[name];
  return typeof partitions === 'number' ? partitions : counts[partitions];
}

/** The partition of `task-dispatch` that this worker reads; workers may share one (L36). */
export function laneOf(worker: string): number {
  return partitionOfKey(worker, Number(TOPICS['task-dispatch'].partitions));
}

function topic<N extends TopicName>(
  name: N,
  spec: Omit<TopicSpec, 'name'>,
): TopicSpec & { readonly name: N } {
  return { name, ...spec };
}
