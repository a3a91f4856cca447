import type { ApiName } from './api-keys.js';
import { apiNameOf } from './api-keys.js';
import { WireReader } from './wire-reader.js';

/** What a request says at its beginning. */
export interface KafkaRequest {
  readonly api: ApiName;
  readonly version: number;
  /** The same in its answer. */
  readonly correlation: number;
  /** Of a Produce: where its records belong; else none. */
  readonly topics: readonly string[];
  readonly answered: boolean;
}

const AFTER_LENGTH = 4;

/** Throws for a request that is not known. */
export function readRequest(frame: Buffer): KafkaRequest {
  const reader = new WireReader(frame, AFTER_LENGTH);
  const key = reader.int16();
  const version = reader.int16();
  const api = apiNameOf(key, version);
  const head = { api, version, correlation: reader.int32() };
  if (api !== 'Produce') return { ...head, topics: [], answered: true };
  reader.string();
  return { ...head, ...readProduce(reader, version) };
}

/** Sends without acknowledgement are not answered. */
function readProduce(reader: WireReader, version: number): Pick<KafkaRequest, 'topics' | 'answered'> {
  const [hasTransaction, noAcks] = [version >= 3, 0];
  if (hasTransaction) reader.string();
  const acks = reader.int16();
  reader.int32();
  const topics = reader.array(() => {
    const name = reader.string() ?? '';
    reader.array(() => {
      reader.int32();
      reader.skipBytes();
    });
    return name;
  });
  return { topics, answered: acks !== noAcks };
}
