import type { MillraceClient } from '@millrace/api-contract';
import { routes, UnreachableError } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import { addressGiven, findEndpoint } from '../client/endpoint.js';
import { clientOf } from '../client/open-client.js';
import type { CliContext } from '../context.js';
import { endSignals } from '../progress/end-signals.js';
import { startPrivateEngine } from './private-engine.js';

/** The server that is named or runs here; undefined where none is named and none runs. */
async function runningServer(
  context: CliContext,
  options: ServerOptions,
): Promise<MillraceClient | undefined> {
  const endpoint = await findEndpoint(context, options);
  if (endpoint === undefined) return undefined;
  const client = clientOf(endpoint);
  if (addressGiven(context, options) !== undefined) return client;
  try {
    await client.call(routes.livez, {});
    return client;
  } catch (error) {
    // A server that was killed leaves its endpoint file behind.
    if (error instanceof UnreachableError) return undefined;
    throw error;
  }
}

/** Works with the server that is named or runs here, else with an engine started for this and ended after it. */
export async function withAnyClient<T>(
  context: CliContext,
  options: ServerOptions,
  work: (client: MillraceClient) => Promise<T>,
): Promise<T> {
  const server = await runningServer(context, options);
  if (server !== undefined) return work(server);
  const signals = endSignals(context);
  try {
    const engine = await startPrivateEngine(context, {}, signals.signal);
    try {
      return await work(engine.client);
    } finally {
      await engine.close(signals.interrupted());
    }
  } finally {
    signals.release();
  }
}
