import { routes } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import type { OutputOptions } from '../output/print.js';
import { printObject } from '../output/print.js';
import { projectionLines } from '../output/projection-forms.js';

export type ProjectionOptions = ServerOptions & OutputOptions;

/** Prints how far the read model follows the log. */
export async function projectionStatus(context: CliContext, options: ProjectionOptions): Promise<ExitCode> {
  const client = await openClient(context, options);
  const status = await client.call(routes.getProjection, {});
  await printObject(context, options, {
    value: status,
    name: status.stale ? 'stale' : 'current',
    lines: (paint) => projectionLines(status, paint, options.headers !== false),
  });
  return EXIT.ok;
}
