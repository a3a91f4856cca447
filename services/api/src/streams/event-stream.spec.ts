import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventStream } from './event-stream.js';
import { streamForm } from './stream-form.js';

const events = streamForm({ headers: {} } as Parameters<typeof streamForm>[0]);
const big = 'x'.repeat(100_000);

describe('EventStream', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => vi.useRealTimers());

  it('says every 15 s that it is there', () => {
    const stream = new EventStream(events, () => undefined);

    vi.advanceTimersByTime(30_000);
    stream.cut();

    expect(stream.readable.read()).toBe(': open\n\n: beat\n\n: beat\n\n');
  });

  it('takes nothing after its end', () => {
    const stream = new EventStream(events, () => undefined);

    stream.end({ state: 'failed' });
    stream.item({ late: true }, 1);
    stream.end({});

    expect(stream.readable.read()).toBe(': open\n\nevent: end\ndata: {"state":"failed"}\n\n');
  });

  it('has room again when the reader has taken what there was', async () => {
    const stream = new EventStream(events, () => undefined);
    const heard: string[] = [];
    stream.item(big, 1);
    const room = stream.room().then(() => heard.push('room'));
    await Promise.resolve();
    heard.push('full');

    stream.readable.resume();
    await room;

    expect(heard).toEqual(['full', 'room']);
  });

  it('cuts off a reader that takes nothing, and tells that it has closed', async () => {
    const onClose = vi.fn();
    const stream = new EventStream(events, onClose);

    for (let n = 0; n < 200; n += 1) stream.item(big, n);
    await stream.room();

    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(stream.closed).toBe(true);
  });
});
