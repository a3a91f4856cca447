import { readFileSync } from 'node:fs';
import type { MillraceClient, Run, TaskRunItem } from '@millrace/api-contract';
import { RUN_END_STATES, routes } from '@millrace/api-contract';
import { parse } from 'yaml';

interface Named {
  readonly name: string;
  readonly project?: string;
}

/** Publishes a workflow file; gives its project and name. */
export async function apply(
  client: MillraceClient,
  text: string,
): Promise<{ project: string; workflow: string }> {
  const { name, project = 'default' } = parse(text) as Named;
  const params = { project, workflow: name };
  await client.call(routes.putWorkflow, { params, query: {}, text });
  return params;
}

export function applyFile(
  client: MillraceClient,
  file: string,
): Promise<{ project: string; workflow: string }> {
  return apply(client, readFileSync(file, 'utf8'));
}

export async function start(
  client: MillraceClient,
  target: { project: string; workflow: string },
  body: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const answer = await client.call(routes.startRun, { params: target, body }, { waitSeconds: 10 });
  return answer.run;
}

/** Follows the events of a run until it has ended, and gives it as the API then shows it. */
export async function untilEnded(client: MillraceClient, run: string): Promise<Run> {
  for await (const event of client.stream(routes.streamRun, { params: { run } })) void event;
  return getRun(client, run);
}

export function getRun(client: MillraceClient, run: string): Promise<Run> {
  return client.call(routes.getRun, { params: { run } });
}

export async function taskRuns(client: MillraceClient, run: string): Promise<readonly TaskRunItem[]> {
  const { items } = await client.call(routes.listTaskRuns, { params: { run } });
  return items;
}

export function hasEnded(run: Run): boolean {
  return RUN_END_STATES.has(run.state);
}
