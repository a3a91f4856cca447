import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange } from './exchange.js';

const servers: Server[] = [];

async function serve(handle: (socket: Socket) => void): Promise<number> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const ask = (port: number, patienceMs?: number) =>
  exchange(
    { host: '127.0.0.1', port },
    Buffer.from('?'),
    (received) => (received.length < 2 ? undefined : received.toString() === 'ok'),
    patienceMs,
  );

describe('an exchange with a port', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('is answered in several pieces', async () => {
    const port = await serve((socket) => {
      socket.setNoDelay().once('data', () => {
        socket.write('o', () => socket.write('k'));
      });
    });

    expect(await ask(port)).toBe(true);
  });

  it('is over when the other side hangs up', async () => {
    expect(await ask(await serve((socket) => socket.end('o')))).toBe(false);
  });

  it('has no answer where nobody listens', async () => {
    const port = await serve(() => undefined);
    const [server] = servers.splice(0);
    server?.close();

    expect(await ask(port)).toBe(false);
  });

  it('has no answer where someone listens and says nothing', async () => {
    expect(await ask(await serve(() => undefined), 20)).toBe(false);
  });
});
