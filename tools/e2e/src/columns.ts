import { describeWithStack } from '@millrace/testing';
import { describe, it } from 'vitest';
import type { ClusterOptions } from './cluster/cluster-processes.js';
import { ClusterProcesses } from './cluster/cluster-processes.js';
import type { RunningSystem } from './running-system.js';
import { StandaloneProcess } from './standalone-process.js';

/** What both columns can be told. */
export interface SystemOptions {
  /** How long what runs may go on when the system is told to end. */
  readonly drainSeconds?: number;
}

/** One of the two ways to run it; the behaviour is one. */
export interface Column {
  readonly name: 'standalone' | 'cluster';
  /** Nothing runs yet; who creates it removes it. */
  create(options?: SystemOptions): RunningSystem;
  /** `it`, for a test that the list of differences may name. */
  readonly it: (name: string, test: () => Promise<void>) => void;
}

/** Tests that are left out of the cluster column, each with what the product does otherwise there. */
const NOT_ON_CLUSTER: Readonly<Record<string, string>> = {
  'names all parts, and the active runs of each partition':
    'The API of a cluster tells of its own process only, not of masters, workers and loggers, nor of active runs.',
};

/** The cluster column, where a suite is about its processes. */
export interface ClusterColumn extends Column {
  readonly name: 'cluster';
  create(options?: ClusterOptions): ClusterProcesses;
}

const STANDALONE: Column = {
  name: 'standalone',
  it,
  create: ({ drainSeconds }: SystemOptions = {}) =>
    StandaloneProcess.create(drainSeconds === undefined ? [] : ['--drain-seconds', String(drainSeconds)]),
};

/** The same suite on a standalone process and on a cluster, on which it needs the real parts. */
export function onBothColumns(name: string, define: (column: Column) => void): void {
  describe(`${name}, on standalone`, () => define(STANDALONE));
  onCluster(name, define);
}

/** A suite on a cluster alone. */
export function onCluster(name: string, define: (column: ClusterColumn) => void): void {
  describeWithStack(`${name}, on a cluster`, ['kafka', 'database', 'redis'], (endpoints) =>
    define({
      name: 'cluster',
      create: (options) => ClusterProcesses.create(endpoints, options),
      it: (title, test) => {
        if (!(title in NOT_ON_CLUSTER)) it(title, test);
      },
    }),
  );
}
