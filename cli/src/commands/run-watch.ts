import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import { resolveRunId } from '../client/run-id.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import type { OutputOptions } from '../output/print.js';
import { followRun } from '../progress/follow-run.js';
import { routes } from '@millrace/api-contract';

export type RunWatchOptions = ServerOptions & OutputOptions;

/** Shows a run until it ends; its end gives the exit code. */
export async function runWatch(
  context: CliContext,
  given: string,
  options: RunWatchOptions,
): Promise<ExitCode> {
  const client = await openClient(context, options);
  const id = await resolveRunId(client, given);
  // Fails at once for a run that is not there; following waits for one that was started just now.
  await client.call(routes.getRun, { params: { run: id } });
  return followRun(context, client, id, { ...options, show: true });
}
