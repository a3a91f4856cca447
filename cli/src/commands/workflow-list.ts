import type { MillraceClient, Project, WorkflowSummary } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import type { Page } from '../client/list-items.js';
import { listItems } from '../client/list-items.js';
import { openClient } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { neutralise } from '../output/escapes.js';
import type { OutputOptions } from '../output/print.js';
import { printList } from '../output/print.js';
import type { Column } from '../output/table.js';
import { instantText } from '../output/times.js';

export interface WorkflowListOptions extends ServerOptions, OutputOptions {
  /** Default: all projects. */
  readonly project?: string;
  readonly limit?: number;
}

const COLUMNS: readonly Column<WorkflowSummary>[] = [
  { title: 'WORKFLOW', cell: ({ project, name }) => neutralise(`${project}/${name}`) },
  { title: 'VERSION', cell: ({ version }) => String(version) },
  { title: 'TASKS', cell: ({ tasks }) => String(tasks) },
  { title: 'PUBLISHED', cell: ({ publishedAt }) => instantText(publishedAt) },
  { title: 'DESCRIPTION', cell: ({ description }) => neutralise(description?.trim().split('\n')[0] ?? '') },
];

async function workflowsOf(
  client: MillraceClient,
  project: string,
  limit: number,
): Promise<Page<WorkflowSummary>> {
  return listItems<WorkflowSummary>(
    (query) => client.call(routes.listWorkflows, { params: { project }, query }),
    limit,
  );
}

/** The workflows of all projects in one list. */
async function allWorkflows(client: MillraceClient, limit: number): Promise<Page<WorkflowSummary>> {
  const projects = await listItems<Project>((query) => client.call(routes.listProjects, { query }), Infinity);
  const items: WorkflowSummary[] = [];
  for (const { name } of projects.items) {
    if (items.length >= limit) break;
    items.push(...(await workflowsOf(client, name, limit - items.length)).items);
  }
  return { items, nextCursor: null };
}

/** Lists workflows, each with its newest version. */
export async function workflowList(context: CliContext, options: WorkflowListOptions): Promise<ExitCode> {
  const client = await openClient(context, options);
  const limit = options.limit ?? Infinity;
  const page = await (options.project === undefined
    ? allWorkflows(client, limit)
    : workflowsOf(client, options.project, limit));
  await printList(context, options, {
    page,
    items: page.items,
    columns: () => COLUMNS,
    name: ({ project, name }) => `${project}/${name}`,
  });
  if (page.items.length === 0)
    tell(context, 'There are no workflows. Add one with: millrace workflow apply FILE');
  return EXIT.ok;
}
