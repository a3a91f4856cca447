import { describe, expect, it } from 'vitest';
import { SseDecoder } from './sse-decoder.js';

const STREAM = ': hello\n\nid: 7\ndata: {"a":1}\n\nevent: end\r\ndata: x\r\ndata: y\r\n\r\ndata: last\r\r';

describe('SseDecoder', () => {
  it('gives name, data and id of each event', () => {
    const events = new SseDecoder().take(STREAM + '\n');

    expect(events).toEqual([
      { event: 'message', data: '{"a":1}', id: '7' },
      { event: 'end', data: 'x\ny', id: '7' },
      { event: 'message', data: 'last', id: '7' },
    ]);
  });

  it('gives the same events wherever the stream was cut', () => {
    const whole = new SseDecoder().take(STREAM + '\n');
    const decoder = new SseDecoder();

    const events = [...STREAM, '\n'].flatMap((piece) => decoder.take(piece));

    expect(events).toEqual(whole);
  });
});
