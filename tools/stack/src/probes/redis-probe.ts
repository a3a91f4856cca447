import type { Address } from '../parts/part.js';
import { exchange } from './exchange.js';

/** True for PONG, and where a password is asked for: it serves. False while it loads its data. */
export function judgePong(received: Buffer): boolean | undefined {
  const line = /^(.*)\r\n/.exec(received.toString('latin1'))?.[1];
  return line === undefined ? undefined : line === '+PONG' || line.startsWith('-NOAUTH');
}

export const redisAnswers = (address: Address): Promise<boolean> =>
  exchange(address, Buffer.from('PING\r\n'), judgePong);
