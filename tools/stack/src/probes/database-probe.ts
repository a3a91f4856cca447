import type { Address } from '../parts/part.js';
import { exchange } from './exchange.js';

const HEADER_BYTES = 4;
const PROTOCOL_VERSION = 10;

/** MySQL speaks first: a packet whose first byte after the header is the version of the protocol, 255 for an error. */
export function judgeHandshake(received: Buffer): boolean | undefined {
  return received.length <= HEADER_BYTES ? undefined : received[HEADER_BYTES] === PROTOCOL_VERSION;
}

export const databaseAnswers = (address: Address): Promise<boolean> =>
  exchange(address, Buffer.alloc(0), judgeHandshake);
