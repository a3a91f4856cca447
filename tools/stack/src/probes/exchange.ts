import { connect } from 'node:net';
import type { Address } from '../parts/part.js';

/** What the bytes received so far mean; undefined: more are needed. */
type Judge = (received: Buffer) => boolean | undefined;

/** Sends `greeting`, collects what comes back until `judge` knows. False when nobody is there or stays silent. */
export function exchange(
  address: Address,
  greeting: Buffer,
  judge: Judge,
  patienceMs = 2_000,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: address.host, port: address.port });
  let received = Buffer.alloc(0);
  const settle = (answer: boolean) => {
    socket.destroy();
    resolve(answer);
  };
  socket.setTimeout(patienceMs, () => settle(false));
  socket.on('error', () => settle(false));
  socket.on('close', () => settle(false));
  socket.on('connect', () => socket.write(greeting));
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    const answer = judge(received);
    if (answer !== undefined) settle(answer);
  });
  return promise;
}
