import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to outgoing connections: it stays free while nobody listens on it. */
const RANGE = [20_000, 30_000] as const;

/** A port of this machine on which nobody listens, the same one for a server over its restarts. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...RANGE);
    const server = createServer().listen(port, '127.0.0.1');
    const [free] = await Promise.race([
      once(server, 'listening').then(() => [true]),
      once(server, 'error').then(() => [false]),
    ]).catch(() => [false]);
    server.close();
    if (free) return port;
  }
}
