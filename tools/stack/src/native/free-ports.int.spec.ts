import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePorts } from './free-ports.js';

describe('free ports', () => {
  it('are the wanted ones when nobody has them', async () => {
    const free = await freePorts([0, 0]);

    expect(await freePorts(free)).toEqual(free);
  });

  it('are others in place of those that somebody has', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;

    const [port = 0] = await freePorts([taken]);

    server.close();
    expect(port).toBeGreaterThan(0);
    expect(port).not.toBe(taken);
  });
});
