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

export interface TopicSpec {
  readonly name: TopicName;
  readonly key: string;
  readonly partitions: PartitionCount;
  readonly writtenBy: string;
  readonly readBy: string;
  /** Days; `forever`: housekeeping by the owner; `compacted`: newest record of each key. */
  readonly kept: number | 'forever' | 'compacted';
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
    writtenBy: 'api, upstream systems, schedules',
    readBy: 'masters',
    kept: 7,
    embedded: 'log',
    text: true,
  }),
  'task-status': topic('task-status', {
    key: 'run',
    partitions: 'P',
    writtenBy: 'workers',
    readBy: 'masters',
    kept: 7,
    embedded: 'memory',
    acknowledged: 'handled',
  }),
  mailbox: topic('mailbox', {
    key: 'explicit partition',
    partitions: 'P',
    writtenBy: 'masters',
    readBy: 'masters',
    kept: 7,
    embedded: 'memory',
  }),
  'workflow-events': topic('workflow-events', {
    key: 'partition of the run',
    partitions: 'P',
    writtenBy: 'the owner of the partition',
    readBy: 'masters, projections, streams, alerts: all through the fold',
    kept: 'forever',
    embedded: 'log',
    text: true,
  }),
  snapshots: topic('snapshots', {
    key: 'partition / set / kind / id',
    partitions: 'P',
    writtenBy: 'the owner of the partition',
    readBy: 'owner on take-over',
    kept: 'compacted',
    embedded: 'log',
  }),
  catalog: topic('catalog', {
    key: 'object id',
    partitions: 1,
    writtenBy: 'api',
    readBy: 'masters, workers',
    kept: 'compacted',
    embedded: 'log',
  }),
  'task-dispatch': topic('task-dispatch', {
    key: 'lane of the worker',
    partitions: 32,
    writtenBy: 'masters',
    readBy: 'the worker that is addressed',
    kept: 1,
    embedded: 'memory',
  }),
  heartbeats: topic('heartbeats', {
    key: 'worker',
    partitions: 1,
    writtenBy: 'workers',
    readBy: 'masters',
    kept: HOUR,
    embedded: 'memory',
  }),
  'task-control': topic('task-control', {
    key: 'worker group',
    partitions: 1,
    writtenBy: 'masters',
    readBy: 'workers',
    kept: HOUR,
    embedded: 'memory',
  }),
  'task-logs': topic('task-logs', {
    key: 'attempt',
    partitions: 'L',
    writtenBy: 'workers',
    readBy: 'logger',
    kept: 3,
    embedded: 'bulk',
  }),
  replies: topic('replies', {
    key: 'correlation of the sender',
    partitions: 1,
    writtenBy: 'masters',
    readBy: 'api, upstream systems',
    kept: 7,
    embedded: 'memory',
  }),
  'dead-letters': topic('dead-letters', {
    key: 'original key',
    partitions: 1,
    writtenBy: 'masters, api, logger',
    readBy: 'operators',
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
