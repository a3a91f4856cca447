import { routes } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { parseWorkflowName } from '../input/workflow-name.js';
import { neutralise } from '../output/escapes.js';
import type { OutputOptions } from '../output/print.js';
import { printObject } from '../output/print.js';
import { renderTable } from '../output/table.js';

export interface WorkflowGraphOptions extends ServerOptions, OutputOptions {
  readonly project?: string;
  /** Default: the newest. */
  readonly version?: number;
}

/** Prints the effective graph of a workflow, from the tasks without needs onwards. */
export async function workflowGraph(
  context: CliContext,
  name: string,
  options: WorkflowGraphOptions,
): Promise<ExitCode> {
  const params = parseWorkflowName(name, options.project);
  const client = await openClient(context, options);
  const query = options.version === undefined ? {} : { version: options.version };
  const graph = await client.call(routes.getWorkflowGraph, { params, query });
  const needs = new Map<string, string[]>();
  for (const { from, to } of graph.edges) needs.set(to, [...(needs.get(to) ?? []), from]);
  await printObject(context, options, {
    value: graph,
    name: `${params.project}/${params.workflow}`,
    lines: () =>
      renderTable(
        graph.nodes.toSorted((a, b) => a.level - b.level),
        [
          { title: 'LEVEL', cell: ({ level }) => String(level) },
          { title: 'TASK', cell: (node) => neutralise(node.name) },
          { title: 'TYPE', cell: ({ type }) => neutralise(type) },
          { title: 'NEEDS', cell: (node) => neutralise((needs.get(node.name) ?? []).join(', ')) },
          { title: 'TITLE', cell: ({ title }) => neutralise(title ?? '') },
        ],
        { headers: options.headers !== false },
      ),
  });
  return EXIT.ok;
}
