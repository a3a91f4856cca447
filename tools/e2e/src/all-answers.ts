import type { MillraceClient, Run, TaskRunItem } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { allPages } from './follow.js';

/** A run with everything that the API tells of it. */
export interface ToldRun {
  readonly run: Run;
  readonly tasks: readonly TaskRunItem[];
  readonly rest: unknown;
}

/** All that the API answers about what was published and what ran: equal before and after whatever must change nothing. */
export async function allAnswers(
  client: MillraceClient,
): Promise<{ readonly catalogue: unknown; readonly runs: readonly ToldRun[] }> {
  const { items } = await allPages((cursor) =>
    client.call(routes.listRuns, { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  return {
    catalogue: await catalogueOf(client),
    runs: await Promise.all(items.map((listed) => toldRun(client, listed))),
  };
}

async function catalogueOf(client: MillraceClient): Promise<unknown> {
  const { items: projects } = await client.call(routes.listProjects, { query: { limit: 200 } });
  const workflows = projects.map(async ({ name: project }) => {
    const { items } = await client.call(routes.listWorkflows, { params: { project }, query: { limit: 200 } });
    return Promise.all(
      items.map(async ({ name: workflow }) => {
        const params = { project, workflow };
        return {
          newest: await client.call(routes.getWorkflow, { params }),
          versions: await client.call(routes.listVersions, { params }),
          graph: await client.call(routes.getWorkflowGraph, { params }),
        };
      }),
    );
  });
  return { projects, workflows: await Promise.all(workflows) };
}

async function toldRun(client: MillraceClient, listed: Run): Promise<ToldRun> {
  const params = { run: listed.id };
  const { items: tasks } = await client.call(routes.listTaskRuns, { params });
  const logs = tasks.flatMap(({ task, attempts }) =>
    attempts.map(({ number }) =>
      client.call(routes.getLog, { params: { ...params, task, attempt: number } }),
    ),
  );
  const rest = {
    listed,
    graph: await client.call(routes.getRunGraph, { params }),
    events: await client.call(routes.listRunEvents, { params, query: { limit: 1000 } }),
    logs: await Promise.all(logs),
  };
  return { run: await client.call(routes.getRun, { params }), tasks, rest };
}
