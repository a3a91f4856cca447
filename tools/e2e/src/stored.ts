import type { MillraceClient } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';

/** All that is published, and the ids of all runs. */
export async function stored(client: MillraceClient): Promise<readonly string[]> {
  const { items: projects } = await client.call(routes.listProjects, {});
  const lists = projects.map(async ({ name }) => {
    const { items } = await client.call(routes.listWorkflows, { params: { project: name } });
    return items.map((item) => `${item.project}/${item.name} ${item.version} ${item.hash}`);
  });
  const { items: runs } = await client.call(routes.listRuns, { query: { limit: 200 } });
  return [
    ...projects.map(({ name }) => name),
    ...(await Promise.all(lists)).flat(),
    ...runs.map(({ id }) => id),
  ];
}
