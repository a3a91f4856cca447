import type { Workflow, WorkflowSummary, WorkflowVersion } from '@millrace/api-contract';
import type { VersionEntry } from '@millrace/events';
import type { FoundVersion, WorkflowName } from './workflow-finder.js';

export function showVersion({ project, workflow }: WorkflowName, entry: VersionEntry): WorkflowVersion {
  const { version, definition, publishedAt } = entry;
  return {
    project,
    name: workflow,
    version,
    hash: definition,
    publishedAt: new Date(publishedAt).toISOString(),
  };
}

export function showSummary(found: FoundVersion): WorkflowSummary {
  const { labels, description, tasks } = found.content.definition;
  return {
    ...showVersion(found, found.entry),
    labels: { ...labels },
    ...(description === undefined ? {} : { description }),
    tasks: Object.keys(tasks).length,
  };
}

export function showWorkflow(found: FoundVersion): Workflow {
  const { definition, source } = found.content;
  const { labels, description } = definition;
  return {
    ...showVersion(found, found.entry),
    labels: { ...labels },
    ...(description === undefined ? {} : { description }),
    definition: JSON.parse(JSON.stringify(definition)) as Workflow['definition'],
    source,
  };
}
