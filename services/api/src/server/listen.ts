import { chmod } from 'node:fs/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { clearSocket } from './clear-socket.js';

/** Where the server listens when no port is given. */
export const DEFAULT_PORT = 8420;

export type ListenAddress =
  | { readonly socket: string }
  /** Without a port: 8420, or any free one when that is taken. `host`: default 127.0.0.1. */
  | { readonly port?: number; readonly host?: string };

export interface Listening {
  /** `http://127.0.0.1:8420`, or the path of the socket. */
  readonly url: string;
  /** Undefined on a socket. */
  readonly port: number | undefined;
  /** The default port was taken. */
  readonly moved: boolean;
}

/** Lets the server take connections. Throws what the system says: EADDRINUSE for a port or a socket that is taken. */
export async function listen(app: NestFastifyApplication, address: ListenAddress): Promise<Listening> {
  if ('socket' in address) return listenOnSocket(app, address.socket);
  const { port, host = '127.0.0.1' } = address;
  if (port !== undefined) return listenOnPort(app, host, port, false);
  try {
    return await listenOnPort(app, host, DEFAULT_PORT, false);
  } catch (error) {
    if (!isTaken(error)) throw error;
    return listenOnPort(app, host, 0, true);
  }
}

async function listenOnPort(
  app: NestFastifyApplication,
  host: string,
  port: number,
  moved: boolean,
): Promise<Listening> {
  const server = app.getHttpAdapter().getInstance();
  await server.listen({ port, host });
  const [bound] = server.addresses();
  const taken = bound?.port ?? port;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, port: taken, moved };
}

/** Only the user of the process may connect: the folder of the socket should be theirs alone, too. */
async function listenOnSocket(app: NestFastifyApplication, path: string): Promise<Listening> {
  await clearSocket(path);
  const before = process.umask(0o177);
  try {
    await app.getHttpAdapter().getInstance().listen({ path });
  } finally {
    process.umask(before);
  }
  await chmod(path, 0o600);
  return { url: path, port: undefined, moved: false };
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
