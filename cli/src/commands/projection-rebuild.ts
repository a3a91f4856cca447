import { routes } from '@millrace/api-contract';
import { openClient } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { printObject } from '../output/print.js';
import { rebuildText } from '../output/projection-forms.js';
import { renderFields } from '../output/table.js';
import type { ProjectionOptions } from './projection-status.js';

/** Begins to make the read model anew from the log. Exit 7 where that is being done already. */
export async function projectionRebuild(context: CliContext, options: ProjectionOptions): Promise<ExitCode> {
  const client = await openClient(context, options);
  const status = await client.call(routes.rebuildProjection, {});
  await printObject(context, options, {
    value: status,
    name: status.rebuild?.state ?? 'done',
    lines: () => renderFields([['Rebuild', rebuildText(status.rebuild)]]),
  });
  tell(context, 'The read model is being made anew. Follow it with: millrace projection status');
  return EXIT.ok;
}
