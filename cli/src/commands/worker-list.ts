import type { WorkerItem } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import type { Painter } from '../output/colours.js';
import { neutralise } from '../output/escapes.js';
import type { OutputOptions } from '../output/print.js';
import { printList } from '../output/print.js';
import { stateText } from '../output/states.js';
import type { Column } from '../output/table.js';
import { instantText } from '../output/times.js';

export type WorkerListOptions = ServerOptions & OutputOptions;

/** What is shown of a worker. */
export function workerColumns(paint: Painter): readonly Column<WorkerItem>[] {
  return [
    { title: 'WORKER', cell: ({ worker }) => neutralise(worker) },
    { title: 'STATE', cell: (worker) => stateCell(worker, paint) },
    { title: 'GROUPS', cell: ({ groups }) => neutralise(groups.join(', ')) },
    { title: 'BUSY', cell: ({ busy, slots }) => `${String(busy)}/${String(slots)}` },
    { title: 'SCORE', cell: ({ score }) => (score === undefined ? '' : String(Math.round(score))) },
    { title: 'CPU', cell: ({ load }) => percent(load?.cpu, 1) },
    { title: 'MEM', cell: ({ load }) => percent(load?.memoryUsed, load?.memoryTotal) },
    { title: 'GUARD', cell: ({ guard }) => neutralise(guard) },
    { title: 'STARTED', cell: ({ startedAt }) => instantText(startedAt) },
    { title: 'HEARD', cell: ({ heardAt }) => instantText(heardAt) },
  ];
}

function stateCell({ state, overloaded = [] }: WorkerItem, paint: Painter): string {
  const shown = stateText(state, paint);
  return overloaded.length === 0 ? shown : `${shown}, overloaded: ${neutralise(overloaded.join(', '))}`;
}

/** Nothing where it was not measured. */
function percent(part: number | undefined, whole: number | undefined): string {
  if (part === undefined || whole === undefined || !(whole > 0)) return '';
  return `${String(Math.round((100 * part) / whole))}%`;
}

/** Lists the workers. */
export async function workerList(context: CliContext, options: WorkerListOptions): Promise<ExitCode> {
  const client = await openClient(context, options);
  const page = await client.call(routes.listWorkers, {});
  await printList(context, options, {
    page,
    items: page.items,
    columns: workerColumns,
    name: ({ worker }) => worker,
  });
  if (page.items.length === 0) tell(context, 'No worker has been heard of.');
  return EXIT.ok;
}
