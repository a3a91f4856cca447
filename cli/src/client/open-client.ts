import type { ClientOptions } from '@millrace/api-contract';
import { MillraceClient, SOCKET_URL, socketTransport } from '@millrace/api-contract';
import type { CliContext } from '../context.js';
import type { Endpoint, ServerOptions } from './endpoint.js';
import { requireEndpoint } from './endpoint.js';

/** Breaks of a stream in a row after which the server counts as gone: about 15 s at two a second. */
const RECONNECTS = 30;

function addressOf(endpoint: Endpoint): Pick<ClientOptions, 'baseUrl' | 'transport'> {
  if ('url' in endpoint) return { baseUrl: endpoint.url };
  return { baseUrl: SOCKET_URL, transport: socketTransport(endpoint.socket) };
}

export function clientOf(endpoint: Endpoint): MillraceClient {
  const token = endpoint.token === undefined ? {} : { token: endpoint.token };
  return new MillraceClient({ ...addressOf(endpoint), ...token, reconnects: RECONNECTS });
}

/** A client of the server that the options, the environment or the data folder name. Exit 10 when none is named. */
export async function openClient(context: CliContext, options: ServerOptions): Promise<MillraceClient> {
  return clientOf(await requireEndpoint(context, options));
}
