import type { Address } from '../parts/part.js';
import { exchange } from './exchange.js';

const METADATA = 3;
/** The one that kafkajs speaks. */
const METADATA_VERSION = 6;

function metadataRequest(): Buffer {
  const body = Buffer.alloc(19);
  body.writeInt32BE(15, 0);
  body.writeInt16BE(METADATA, 4);
  body.writeInt16BE(METADATA_VERSION, 6);
  body.writeInt32BE(1, 8);
  // No client id, an empty list of topics, and no creation of topics.
  body.writeInt16BE(-1, 12);
  body.writeInt32BE(0, 14);
  return body;
}

/** Behind size, correlation and throttle time stands how many brokers serve: none while the broker is fenced. */
export function judgeMetadata(received: Buffer): boolean | undefined {
  return received.length < 16 ? undefined : received.readInt32BE(12) > 0;
}

export const kafkaAnswers = (address: Address): Promise<boolean> =>
  exchange(address, metadataRequest(), judgeMetadata);
