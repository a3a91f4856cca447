import type { WorkflowDefinition } from '@millrace/dag';

/** An entry of the compacted topic `catalog`, keyed by object. Definitions come before the versions that name them. */
export type CatalogEntry = ProjectEntry | DefinitionEntry | WorkflowEntry;

export interface ProjectEntry {
  readonly kind: 'project';
  readonly project: string;
  readonly title?: string;
  readonly description?: string;
  readonly createdAt: number;
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
