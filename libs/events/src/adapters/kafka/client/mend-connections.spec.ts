import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import Connection from 'kafkajs/src/network/connection.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mendConnections } from './mend-connections.js';
import { mendRequestQueue } from './mend-request-queue.js';

mendConnections();
mendRequestQueue();

const quiet = {
  namespace: () => quiet,
  debug: () => undefined,
  error: () => undefined,
  warn: () => undefined,
};
const SOON_MS = 50;

const question = {
  request: {
    apiKey: 3,
    apiVersion: 0,
    apiName: 'Metadata',
    encode: () => Promise.resolve(new Encoder().writeInt32(0)),
  },
  response: { decode: (payload: Buffer) => Promise.resolve(payload), parse: (text: Buffer) => String(text) },
};

describe('a connection to a peer that does not behave', () => {
  let server: Server;
  let peers: Socket[];
  let sockets: number;
  const opened: Connection[] = [];

  beforeEach(async () => {
    peers = [];
    sockets = 0;
    server = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      peers.push(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    for (const peer of peers) peer.destroy();
    for (const one of opened.splice(0)) one.socket?.destroy();
    server.close();
    await once(server, 'close');
  });

  it('is opened once for all who want it at the same time', async () => {
    const one = connectionTo(server);
    await Promise.all([one.connect(), one.connect(), one.connect()]);
    expect(sockets).toBe(1);
  });

  it('is given up where it is left while it is opened', async () => {
    const one = connectionTo(server);
    const opening = expect(one.connect()).rejects.toThrow('The connection was closed');
    await Promise.all([opening, one.disconnect()]);
    await one.connect();
    expect(one.isConnected()).toBe(true);
  });

  it('keeps nothing of a socket that is closed, however often it is left', async () => {
    const one = connectionTo(server);
    await one.connect();
    const { socket } = one;
    socket?.destroy();
    await one.disconnect();
    await one.disconnect();
    expect(socket?.listenerCount('connect')).toBe(0);
  });

  it('answers what was asked on it with an error when the peer closes it while it is being left', async () => {
    const one = connectionTo(server);
    await one.connect();
    const asked = expect(one.send(question)).rejects.toThrow('The connection was closed');
    await expect.poll(() => peers.length).toBe(1);
    stopClockOf(one);
    one.socket?.destroy();
    await asked;
  });

  it('gives a request up by itself where kafkajs has forgotten it, and is left', async () => {
    const one = connectionTo(server, SOON_MS);
    await one.connect();
    const asked = expect(one.send(question)).rejects.toMatchObject({ name: 'KafkaJSRequestTimeoutError' });
    await expect.poll(() => peers.length).toBe(1);
    stopClockOf(one);
    const [peer] = peers;
    await Promise.all([asked, peer && once(peer, 'close')]);
    expect(one.isConnected()).toBe(false);
  });

  it('reads the answers of the next opening as they come, whatever was left of the one before', async () => {
    const one = connectionTo(server);
    await one.connect();
    const torn = expect(one.send(question)).rejects.toThrow();
    await expect.poll(() => peers.length).toBe(1);
    peers[0]?.end(answer(0, 'half an answer').subarray(0, 9));
    await torn;

    server.once('connection', (socket) => socket.once('data', () => socket.write(answer(1, 'whole'))));
    await one.connect();
    await expect(one.send(question)).resolves.toBe('whole');
  });

  function connectionTo(to: Server, requestTimeout = 60_000): Connection {
    const { port } = to.address() as AddressInfo;
    const one = new Connection({
      host: '127.0.0.1',
      port,
      logger: quiet,
      requestTimeout,
      connectionTimeout: 60_000,
      socketFactory: ({ onConnect }) => {
        sockets += 1;
        return connect({ port, host: '127.0.0.1' }, onConnect);
      },
    });
    opened.push(one);
    return one;
  }
});

/** As kafkajs itself does amid a disconnect, too early. */
function stopClockOf(one: Connection): void {
  one.requestQueue.destroy();
}

function answer(correlation: number, text: string): Buffer {
  const frame = Buffer.alloc(8 + text.length);
  frame.writeInt32BE(4 + text.length, 0);
  frame.writeInt32BE(correlation, 4);
  frame.write(text, 8);
  return frame;
}
