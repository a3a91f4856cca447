import type { WorkflowDefinition } from '@millrace/dag';

/** An entry of the compacted topic `catalog`, keyed by object. Definitions come before the versions that name them. */
export type CatalogEntry = ProjectEntry | DefinitionEntry | WorkflowEntry | ReaderEntry;

/** What says of which object an entry is. */
export type EntryName =
  | Pick<ProjectEntry, 'kind' | 'project'>
  | Pick<DefinitionEntry, 'kind' | 'hash'>
  | Pick<WorkflowEntry, 'kind' | 'project' | 'workflow'>
  | Pick<ReaderEntry, 'kind' | 'name'>;

/** Bytes that an entry has at most as JSON, in every log: Kafka takes a record of 2 MiB, its key and frame included. */
export const MAX_CATALOG_ENTRY_BYTES = 2 * 1024 * 1024 - 4096;

export interface ProjectEntry {
  readonly kind: 'project';
  readonly project: string;
  readonly title?: string;
  readonly description?: string;
  readonly createdAt: number;
  /** Grows with each change of the project; absent: 0. */
  readonly revision?: number;
}

/** Key `definition/<hash>`: immutable (L3). */
export interface DefinitionEntry {
  readonly kind: 'definition';
  readonly hash: string;
  readonly definition: WorkflowDefinition;
  /** The text as it was first given. */
  readonly source: string;
}

/** Key `workflow/<project>/<name>`: all versions, newest last. */
export interface WorkflowEntry {
  readonly kind: 'workflow';
  readonly project: string;
  readonly workflow: string;
  readonly versions: readonly VersionEntry[];
}

export interface VersionEntry {
  readonly version: number;
  readonly definition: string;
  readonly publishedAt: number;
}

/** Key `reader/<name>`: somebody whose rows are made from `workflow-events`, so that no owner deletes what it has not read (L52). */
export interface ReaderEntry {
  readonly kind: 'reader';
  readonly name: string;
  /** By partition: all records below are in its rows. */
  readonly positions: readonly number[];
}
