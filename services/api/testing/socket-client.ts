import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MillraceClient, SOCKET_URL, socketTransport } from '@millrace/api-contract';
import { listen } from '../src/server/listen.js';
import { TOKEN } from './api-harness.js';
import type { Api } from './api-harness.js';

/** Lets the API listen on a socket of its own; gives its path and a client that talks to it. */
export async function openSocketClient({ app }: Api): Promise<{ socket: string; client: MillraceClient }> {
  const socket = join(await mkdtemp(join(tmpdir(), 'api-')), 'api.sock');
  await listen(app, { socket });
  const transport = socketTransport(socket);
  return {
    socket,
    client: new MillraceClient({ baseUrl: SOCKET_URL, token: TOKEN, transport, reconnectMs: 0 }),
  };
}
