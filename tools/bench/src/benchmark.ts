import type { KafkaEventLog } from '@millrace/events/kafka';
import type { ClusterFlags, RunningCluster } from './cluster/running-cluster.js';
import type { RunningStandalone, StandaloneFlags } from './standalone-process.js';

/** A number that a benchmark gives in each round. */
export interface Figure {
  /** Stable: results are compared by it. */
  readonly name: string;
  readonly unit: string;
  /** Figure that says what the machine could do at best; the ratio to it is told where both were measured. */
  readonly limit?: string;
  /** Not every machine can tell it: it may be missing. */
  readonly optional?: true;
}

/** What a benchmark needs of the one who runs it. */
export interface BenchContext {
  /** Less work and shorter waits, for those who write benchmarks: its figures are not to be compared. */
  readonly quick: boolean;
  /** A fresh folder that is removed when all is over. */
  readonly folder: (name: string) => string;
  /** A fresh engine in a process of its own; ended, if nobody did, when all is over. */
  readonly startStandalone: (flags?: StandaloneFlags) => Promise<RunningStandalone>;
  /** A fresh cluster of processes on the real parts; removed, if nobody did, when all is over. */
  readonly startCluster: (flags?: ClusterFlags) => Promise<RunningCluster>;
  /** A log on Kafka topics of its own, which nobody else reads or writes; removed when all is over. */
  readonly openOwnLog: () => Promise<KafkaEventLog>;
  /** What one benchmark leaves for a later one. */
  readonly shared: SharedFindings;
}

export interface SharedFindings {
  /** Data folder of an engine that has ended, with the log of the no-op rounds. */
  noopLog?: string;
  /** Cluster whose services have ended, with the log and the read model of the no-op rounds. */
  noopCluster?: RunningCluster;
}

/** A benchmark that has been set up. */
export interface Session {
  /** Gives a number for each figure. */
  readonly round: (number: number) => Promise<Readonly<Record<string, number>>>;
  readonly close?: () => Promise<void>;
}

export interface Benchmark {
  readonly figures: readonly Figure[];
  /** What is done in a round and what is counted, in a sentence. */
  readonly what: string;
  /** Rounds, whatever was asked for, and no warm-up; for what takes minutes or needs none. */
  readonly fixedRounds?: number;
  readonly open: (context: BenchContext) => Promise<Session>;
}
