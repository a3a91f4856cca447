import { once } from 'node:events';
import type { Server } from 'node:net';
import { createServer } from 'node:net';

/** Refuses every request and repeats it, as some servers and proxies do. */
export async function openEcho(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const request of String(chunk).split(/^\*/m).slice(1)) {
        socket.write(`-ERR not known: ${JSON.stringify(request)}\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
