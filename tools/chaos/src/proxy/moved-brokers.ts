import { WireReader, int32, wireString } from './wire-reader.js';
import type { KafkaRequest } from './kafka-request.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where clients find what listens at an address. */
export type Move = (address: Address) => Promise<Address>;

/** Length, correlation. */
const AFTER_HEAD = 8;

/** The answer to such a request with other addresses of the brokers that it names. */
export async function withMovedBrokers(frame: Buffer, request: KafkaRequest, move: Move): Promise<Buffer> {
  if (request.api === 'Metadata') return moveInMetadata(frame, request.version, move);
  if (request.api === 'FindCoordinator') return moveCoordinator(frame, request.version, move);
  return frame;
}

async function moveInMetadata(frame: Buffer, version: number, move: Move): Promise<Buffer> {
  const reader = new WireReader(frame, AFTER_HEAD);
  if (version >= 3) reader.int32();
  const from = reader.position;
  const hasRack = version >= 1;
  const brokers = reader.array(() => {
    const node = reader.int32();
    const address = { host: reader.string() ?? '', port: reader.int32() };
    return { node, address, rack: hasRack ? reader.string() : null };
  });
  const moved = brokers.map(async ({ node, address, rack }) => {
    const { host, port } = await move(address);
    return Buffer.concat([
      int32(node),
      wireString(host),
      int32(port),
      ...(hasRack ? [wireString(rack)] : []),
    ]);
  });
  return replaced(frame, from, reader.position, [int32(brokers.length), ...(await Promise.all(moved))]);
}

async function moveCoordinator(frame: Buffer, version: number, move: Move): Promise<Buffer> {
  const reader = new WireReader(frame, AFTER_HEAD);
  if (version >= 1) reader.int32();
  const none = reader.int16() !== 0;
  if (version >= 1) reader.string();
  reader.int32();
  const from = reader.position;
  const address = { host: reader.string() ?? '', port: reader.int32() };
  if (none) return frame;
  const { host, port } = await move(address);
  return replaced(frame, from, reader.position, [wireString(host), int32(port)]);
}

function replaced(frame: Buffer, from: number, to: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([frame.subarray(4, from), ...parts, frame.subarray(to)]);
  return Buffer.concat([int32(body.length), body]);
}
