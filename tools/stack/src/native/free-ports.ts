import { once } from 'node:events';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { LOOPBACK } from '../places.js';

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  try {
    server.listen({ host: LOOPBACK, port, exclusive: true });
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

/** The wanted ports; in place of each that somebody has, a free one. */
export async function freePorts(wanted: readonly number[]): Promise<number[]> {
  // All are held until all are known: else two parts could be given the same one.
  const servers: Server[] = [];
  for (const port of wanted) {
    const server = (await listen(port)) ?? (await listen(0));
    if (server === undefined) throw new Error(`No port of ${LOOPBACK} is free.`);
    servers.push(server);
  }
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map(async (server) => server[Symbol.asyncDispose]()));
  return ports;
}
