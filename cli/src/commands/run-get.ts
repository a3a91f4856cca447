import type { TaskRunItem } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import { resolveRunId } from '../client/run-id.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import type { OutputOptions } from '../output/print.js';
import { printList, printObject } from '../output/print.js';
import { runLines, taskColumns, taskLines } from '../output/run-forms.js';
import { logCommand } from '../progress/run-summary.js';

export interface RunGetOptions extends ServerOptions, OutputOptions {
  /** Prints the list of task runs instead of the run. */
  readonly tasks?: boolean;
}

/** Prints a run; as a table with its task runs. */
export async function runGet(context: CliContext, given: string, options: RunGetOptions): Promise<ExitCode> {
  const client = await openClient(context, options);
  const input = { params: { run: await resolveRunId(client, given) } };
  const now = context.now();
  if (options.tasks === true) {
    const page = await client.call(routes.listTaskRuns, input);
    await printList<TaskRunItem>(context, options, {
      page,
      items: page.items,
      columns: (paint) => taskColumns(paint, now),
      name: ({ task }) => task,
    });
    return EXIT.ok;
  }
  const run = await client.call(routes.getRun, input);
  const isTable = (options.output ?? 'table') === 'table';
  const tasks = isTable ? (await client.call(routes.listTaskRuns, input)).items : [];
  await printObject(context, options, {
    value: run,
    name: run.id,
    lines: (paint) => [
      ...runLines(run, paint, now),
      '',
      ...taskLines(tasks, paint, now, options.headers !== false),
    ],
  });
  const next = logCommand(run, tasks);
  if (next !== undefined) tell(context, `\nNext: ${next}`);
  return EXIT.ok;
}
