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

function columns(paint: Painter): readonly Column<WorkerItem>[] {
  return [
    { title: 'WORKER', cell: ({ worker }) => neutralise(worker) },
    { title: 'STATE', cell: ({ state }) => stateText(state, paint) },
    { title: 'GROUPS', cell: ({ groups }) => neutralise(groups.join(', ')) },
    { title: 'BUSY', cell: ({ busy, slots }) => `${String(busy)}/${String(slots)}` },
    { title: 'STARTED', cell: ({ startedAt }) => instantText(startedAt) },
    { title: 'HEARD', cell: ({ heardAt }) => instantText(heardAt) },
  ];
}

/** Lists the workers. */
export async function workerList(context: CliContext, options: WorkerListOptions): Promise<ExitCode> {
  const client = await openClient(context, options);
  const page = await client.call(routes.listWorkers, {});
  await printList(context, options, { page, items: page.items, columns, name: ({ worker }) => worker });
  if (page.items.length === 0) tell(context, 'No worker has been heard of.');
  return EXIT.ok;
}
