import { describe, expect, it } from 'vitest';
import { readRequest } from './kafka-request.js';
import { int32, wireString } from './wire-reader.js';

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};

function request(key: number, version: number, ...body: readonly Buffer[]): Buffer {
  const all = Buffer.concat([int16(key), int16(version), int32(7), wireString('client'), ...body]);
  return Buffer.concat([int32(all.length), all]);
}

function produce(version: number, acks: number): Buffer {
  const records = Buffer.from('records');
  const topic = (name: string): Buffer =>
    Buffer.concat([wireString(name), int32(1), int32(0), int32(records.length), records]);
  const transaction = version >= 3 ? [wireString(null)] : [];
  const topics = [topic('one'), topic('two')];
  return request(0, version, ...transaction, int16(acks), int32(1000), int32(topics.length), ...topics);
}

describe('a request of Kafka', () => {
  it.each([0, 2, 3, 7, 8])('says where a Produce of version %i belongs', (version) => {
    expect(readRequest(produce(version, -1))).toEqual({
      api: 'Produce',
      version,
      correlation: 7,
      topics: ['one', 'two'],
      answered: true,
    });
  });

  it('is not answered where a Produce wants no acknowledgement', () => {
    expect(readRequest(produce(7, 0)).answered).toBe(false);
  });

  it.each([
    ['of a kind that is not known', request(60, 0), 'API key 60'],
    ['of a version with another header', produce(9, -1), 'Produce has version 9'],
    ['whose answer hides brokers', request(3, 9), 'Metadata has version 9'],
    ['after which there are no frames', request(17, 0), 'SaslHandshake has version 0'],
  ])('is refused where it is one %s', (_, frame, why) => {
    expect(() => readRequest(frame)).toThrow(why);
  });

  it('is refused where it ends too soon', () => {
    expect(() => readRequest(produce(7, -1).subarray(0, 60))).toThrow(RangeError);
  });
});
