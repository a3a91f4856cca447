import type { MillraceClient, Workflow } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import type { WorkflowName } from '../input/workflow-name.js';
import { parseWorkflowName } from '../input/workflow-name.js';
import { neutralise, plainLine } from '../output/escapes.js';
import type { OutputOptions } from '../output/print.js';
import { printObject } from '../output/print.js';
import { renderFields, renderTable } from '../output/table.js';
import { instantText } from '../output/times.js';

export interface WorkflowGetOptions extends ServerOptions, OutputOptions {
  readonly project?: string;
  /** Default: the newest. */
  readonly version?: number;
  /** Prints the text of the file as it was given instead. */
  readonly source?: boolean;
}

async function read(
  client: MillraceClient,
  params: WorkflowName,
  version: number | undefined,
): Promise<Workflow> {
  if (version === undefined) return client.call(routes.getWorkflow, { params });
  return client.call(routes.getVersion, { params: { ...params, version } });
}

function linesOf(workflow: Workflow, headers: boolean): readonly string[] {
  const { definition } = workflow;
  return [
    ...renderFields([
      ['Workflow', neutralise(`${workflow.project}/${workflow.name}`)],
      ['Version', String(workflow.version)],
      ['Published', instantText(workflow.publishedAt)],
      ['Hash', neutralise(workflow.hash)],
      ['Description', neutralise(workflow.description?.trim() ?? '')],
      ['Params', neutralise(Object.keys(definition.params).join(', '))],
    ]),
    '',
    ...renderTable(
      Object.entries(definition.tasks),
      [
        { title: 'TASK', cell: ([name]) => neutralise(name) },
        { title: 'TYPE', cell: ([, { type }]) => neutralise(type) },
        { title: 'NEEDS', cell: ([, { needs }]) => neutralise(needs.join(', ')) },
      ],
      { headers },
    ),
  ];
}

/** Prints a version of a workflow. */
export async function workflowGet(
  context: CliContext,
  name: string,
  options: WorkflowGetOptions,
): Promise<ExitCode> {
  const params = parseWorkflowName(name, options.project);
  const workflow = await read(await openClient(context, options), params, options.version);
  if (options.source === true) {
    const { source } = workflow;
    context.stdout.write(context.stdout.isTTY ? source.split('\n').map(plainLine).join('\n') : source);
    return EXIT.ok;
  }
  await printObject(context, options, {
    value: workflow,
    name: `${workflow.project}/${workflow.name}`,
    lines: () => linesOf(workflow, options.headers !== false),
  });
  return EXIT.ok;
}
