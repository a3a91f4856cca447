import { describe, expect, it } from 'vitest';
import { FrameSplitter } from './frame-splitter.js';

function frame(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

const STREAM = Buffer.concat([frame('first'), frame('the second'), frame('last')]);
const textsOf = (frames: readonly Buffer[]): readonly string[] =>
  frames.map((one) => one.subarray(4).toString());

describe('frames of a stream', () => {
  it.each([1, 2, 3, 7, 11, STREAM.length])('are the same in chunks of %i bytes', (size) => {
    const splitter = new FrameSplitter();
    const frames: Buffer[] = [];
    for (let at = 0; at < STREAM.length; at += size)
      frames.push(...splitter.take(STREAM.subarray(at, at + size)));
    expect(textsOf(frames)).toEqual(['first', 'the second', 'last']);
    expect(Buffer.concat(frames)).toEqual(STREAM);
  });

  it.each([
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n')],
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xff])],
  ])('are refused where the stream is %s', (_, bytes) => {
    expect(() => new FrameSplitter().take(bytes)).toThrow('not Kafka');
  });
});
