import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { LOOPBACK } from '../places.js';

/** Below those that kernels give to connections: what ends and starts anew finds its port as it left it. */
const LOWEST = 20_000;
const HIGHEST = 32_767;
const TRIES = 100;

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

async function listenAnywhere(): Promise<Server | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const server = await listen(randomInt(LOWEST, HIGHEST + 1));
    if (server) return server;
  }
  return await listen(0);
}

/** The wanted ports; in place of 0, and of each that somebody has, a free one. */
export async function freePorts(wanted: readonly number[]): Promise<number[]> {
  // All are held until all are known: else two parts could be given the same one.
  const servers: Server[] = [];
  for (const port of wanted) {
    const server = (port === 0 ? undefined : await listen(port)) ?? (await listenAnywhere());
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
