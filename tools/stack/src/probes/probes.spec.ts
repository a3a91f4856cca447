import { describe, expect, it } from 'vitest';
import { judgeHandshake } from './database-probe.js';
import { judgeMetadata } from './kafka-probe.js';
import { judgePong } from './redis-probe.js';

const metadata = (brokers: number): Buffer => {
  const answer = Buffer.alloc(16);
  answer.writeInt32BE(brokers, 12);
  return answer;
};

describe('a probe of Kafka', () => {
  it('waits for the whole head of the answer', () => {
    expect(judgeMetadata(metadata(1).subarray(0, 15))).toBeUndefined();
  });

  it('says yes once a broker serves', () => {
    expect(judgeMetadata(metadata(1))).toBe(true);
    expect(judgeMetadata(metadata(0))).toBe(false);
  });
});

describe('a probe of the database', () => {
  it('says yes to a handshake and no to an error', () => {
    expect(judgeHandshake(Buffer.from([74, 0, 0, 0, 10]))).toBe(true);
    expect(judgeHandshake(Buffer.from([74, 0, 0, 0, 255]))).toBe(false);
    expect(judgeHandshake(Buffer.from([74, 0, 0, 0]))).toBeUndefined();
  });
});

describe('a probe of Redis', () => {
  it.each([
    ['+PONG\r\n', true],
    ['-NOAUTH Authentication required.\r\n', true],
    ['-LOADING Redis is loading the dataset in memory\r\n', false],
    ['HTTP/1.1 400 Bad Request\r\n', false],
    ['+PON', undefined],
  ])('takes %j for %s', (answer, verdict) => {
    expect(judgePong(Buffer.from(answer))).toBe(verdict);
  });
});
