import { CatalogueFeed } from '@millrace/events';
import type { DefinitionEntry, VersionEntry, WorkflowEntry } from '@millrace/events';
import { Injectable } from '@nestjs/common';
import { notFound } from '../http/api-problem.js';

export interface WorkflowName {
  readonly project: string;
  readonly workflow: string;
}

export interface FoundVersion extends WorkflowName {
  readonly entry: VersionEntry;
  readonly content: DefinitionEntry;
}

/** Finds workflows and their versions in the catalogue, or says that there are none. */
@Injectable()
export class WorkflowFinder {
  constructor(private readonly feed: CatalogueFeed) {}

  /** Throws UNKNOWN_WORKFLOW. */
  workflow({ project, workflow }: WorkflowName): WorkflowEntry {
    const entry = this.feed.catalogue.workflow(project, workflow);
    if (entry) return entry;
    throw notFound('UNKNOWN_WORKFLOW', `There is no workflow ${project}/${workflow}.`);
  }

  /** Without a number the newest. Throws UNKNOWN_WORKFLOW, UNKNOWN_VERSION. */
  version(name: WorkflowName, version?: number): FoundVersion {
    const { versions } = this.workflow(name);
    const entry = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
    const content = entry && this.feed.catalogue.definition(entry.definition);
    if (entry && content) return { ...name, entry, content };
    throw notFound(
      'UNKNOWN_VERSION',
      `There is no version ${version ?? ''} of ${name.project}/${name.workflow}.`,
    );
  }

  /** The newest versions of a project's workflows. Throws UNKNOWN_PROJECT. */
  ofProject(project: string): readonly FoundVersion[] {
    const { catalogue } = this.feed;
    if (!catalogue.project(project)) throw notFound('UNKNOWN_PROJECT', `There is no project '${project}'.`);
    const entries = catalogue.allWorkflows().filter((entry) => entry.project === project);
    return entries.map(({ workflow }) => this.version({ project, workflow }));
  }
}
