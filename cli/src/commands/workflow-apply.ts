import type { PutWorkflowAnswer } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { WorkflowFile } from '../client/check-workflow.js';
import { checkFile, tellWarnings } from '../client/check-workflow.js';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { contentTypeOf, readInput } from '../input/read-input.js';
import { neutralise } from '../output/escapes.js';
import type { OutputOptions } from '../output/print.js';
import { printList } from '../output/print.js';

export interface WorkflowApplyOptions extends ServerOptions, OutputOptions {
  /** Tells what would be published, publishes nothing. */
  readonly dryRun?: boolean;
}

function changeText({ created, unchanged }: PutWorkflowAnswer): string {
  if (unchanged) return 'unchanged';
  return created ? 'created' : 'new version';
}

/** Publishes workflow files as the next version of each. All are checked before the first is published. */
export async function workflowApply(
  context: CliContext,
  files: readonly string[],
  options: WorkflowApplyOptions,
): Promise<ExitCode> {
  const client = await openClient(context, options);
  const checked: (WorkflowFile & { readonly project: string; readonly workflow: string })[] = [];
  for (const file of files) {
    const text = await readInput(context, file);
    const { project, name } = await checkFile(client, { file, text });
    checked.push({ file, text, project, workflow: name });
  }
  const items: PutWorkflowAnswer[] = [];
  for (const { file, text, project, workflow } of checked) {
    const answer = await client.call(
      routes.putWorkflow,
      { params: { project, workflow }, text, query: options.dryRun === true ? { dryRun: true } : {} },
      { headers: { 'content-type': contentTypeOf(file) } },
    );
    tellWarnings(context, file, answer.warnings);
    items.push(answer);
  }
  await printList(context, options, {
    page: items.length === 1 ? items[0] : items,
    items,
    columns: () => [
      { title: 'WORKFLOW', cell: ({ project, name }) => neutralise(`${project}/${name}`) },
      { title: 'VERSION', cell: ({ version }) => String(version) },
      { title: 'CHANGE', cell: changeText },
    ],
    name: ({ project, name }) => `${project}/${name}`,
  });
  if (options.dryRun === true) tell(context, 'This was a dry run: nothing was published.');
  return EXIT.ok;
}
