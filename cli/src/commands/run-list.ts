import type { Run } from '@millrace/api-contract';
import { PAGE_DEFAULT, RUN_STATES, routes } from '@millrace/api-contract';
import { usageError } from '../cli-error.js';
import type { ServerOptions } from '../client/endpoint.js';
import { listItems } from '../client/list-items.js';
import { openClient } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { parseWorkflowName } from '../input/workflow-name.js';
import type { OutputOptions } from '../output/print.js';
import { printList } from '../output/print.js';
import { runColumns } from '../output/run-forms.js';

export interface RunListOptions extends ServerOptions, OutputOptions {
  readonly project?: string;
  readonly workflow?: string;
  readonly state?: readonly Run['state'][];
  /** ISO 8601 with an offset or Z. */
  readonly startedAfter?: string;
  readonly startedBefore?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

function checkStates(states: readonly string[]): void {
  for (const state of states) {
    if (RUN_STATES.some((known) => known === state)) continue;
    throw usageError(`'${state}' is no state of a run.`, `Write one of ${RUN_STATES.join(', ')}.`);
  }
}

/** Lists runs, newest first. */
export async function runList(context: CliContext, options: RunListOptions): Promise<ExitCode> {
  const { state, startedAfter, startedBefore } = options;
  checkStates(state ?? []);
  // The name of a workflow holds in its project only.
  const named =
    options.workflow === undefined ? undefined : parseWorkflowName(options.workflow, options.project);
  const filter = {
    project: options.project,
    ...named,
    state: state && [...state],
    startedAfter,
    startedBefore,
  };
  const client = await openClient(context, options);
  const page = await listItems<Run>(
    (query) =>
      client.call(routes.listRuns, { query: { ...defined(filter), ...startAt(options.cursor), ...query } }),
    options.limit ?? PAGE_DEFAULT,
  );
  await printList(context, options, {
    page,
    items: page.items,
    columns: (paint) => runColumns(paint, context.now()),
    name: ({ id }) => id,
  });
  if (page.items.length === 0) tell(context, 'There are no such runs.');
  if (page.nextCursor !== null) tell(context, `There are more: add --cursor ${page.nextCursor}`);
  return EXIT.ok;
}

const startAt = (cursor: string | undefined): { cursor?: string } => (cursor === undefined ? {} : { cursor });

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without what is undefined. */
function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
