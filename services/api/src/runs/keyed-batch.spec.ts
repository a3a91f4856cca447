import type { Reply } from '@millrace/events';
import { describe, expect, it, vi } from 'vitest';
import type { RunCommandRequest, SentCommand } from '../commands/command-gateway.js';
import { sendKeyedBatch } from './keyed-batch.js';

const [a, b, c] = ['a', 'b', 'c'].map((id): RunCommandRequest => ({
  id,
  type: 'StartRun',
  data: {},
  run: `run-${id}`,
})) as [RunCommandRequest, RunCommandRequest, RunCommandRequest];

function reply(changes: Partial<Reply> = {}): Reply {
  return { source: '/api', id: 'a', accepted: true, duplicate: false, position: 'log:0:1', ...changes };
}

/** A gateway where the first command of a batch is replied to like this. */
function gateway(first: Reply | undefined) {
  const sent = ({ id, run }: RunCommandRequest, answer?: Reply): SentCommand => {
    return { id, run, position: 'log:commands:0:0', reply: answer };
  };
  return {
    send: vi.fn(async (one: RunCommandRequest) => sent(one, first)),
    sendAll: vi.fn(async (many: readonly RunCommandRequest[]) => many.map((one) => sent(one))),
  };
}

describe('A batch with a key', () => {
  it('sends the first start alone, and the others when that is decided', async () => {
    const { send, sendAll } = gateway(reply());
    const all = await sendKeyedBatch({ send, sendAll }, [a, b, c], { waitMs: 0 });
    expect(all.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(send).toHaveBeenCalledWith(a, { waitMs: 10_000 });
    expect(sendAll).toHaveBeenCalledWith([b, c], { waitMs: 0 });
  });

  it('goes on where the first was rejected for what it asks, or sent before', async () => {
    for (const first of [
      reply({ accepted: false, code: 'INVALID_PARAMETERS' }),
      reply({ duplicate: true }),
    ]) {
      expect(await sendKeyedBatch(gateway(first), [a, b], { waitMs: 0 })).toHaveLength(2);
    }
  });

  it('sends nothing more where the key was used for another list', async () => {
    const { send, sendAll } = gateway(reply({ accepted: false, code: 'IDEMPOTENCY_CONFLICT' }));
    await expect(sendKeyedBatch({ send, sendAll }, [a, b], { waitMs: 0 })).rejects.toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(sendAll).not.toHaveBeenCalled();
  });

  it('sends nothing more where the first is not decided in time, and says what to do', async () => {
    const { send, sendAll } = gateway(undefined);
    await expect(sendKeyedBatch({ send, sendAll }, [a, b], { waitMs: 0 })).rejects.toMatchObject({
      status: 503,
      code: 'UNKNOWN_OUTCOME',
      extras: { headers: { 'retry-after': '5' } },
    });
    expect(sendAll).not.toHaveBeenCalled();
  });
});
