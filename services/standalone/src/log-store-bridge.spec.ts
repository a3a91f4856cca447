import type { LogPage } from '@millrace/blobs';
import type { LogStore as StoredLogs } from '@millrace/logger';
import { describe, expect, it, vi } from 'vitest';
import { LogStoreBridge } from './log-store-bridge.js';

const LOG = { run: 'run', task: 'task', attempt: 1 };
const PAGE: LogPage = { lines: [], first: 1, next: 3, total: 2, complete: true };

/** A bridge over a log that gives one page and then fails as told. */
function bridgeOver(failure?: Error) {
  const ended = Promise.withResolvers<void>();
  const follow: StoredLogs['follow'] = async function* () {
    try {
      yield PAGE;
      if (failure) throw failure;
    } finally {
      ended.resolve();
    }
  };
  const bridge = new LogStoreBridge(Object.assign(Object.create(null), { follow }));
  return { bridge, ended: ended.promise };
}

describe('The bridge to the logs', () => {
  it('gives the pages of a log, and a last one that is complete', async () => {
    const onPage = vi.fn();
    const onFailure = vi.fn();
    bridgeOver().bridge.follow(LOG, 1, onPage, onFailure);
    await vi.waitFor(() => expect(onPage).toHaveBeenCalledTimes(2));
    expect(onPage.mock.calls.map(([page]) => page.complete)).toEqual([false, true]);
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('tells that a log cannot be read on', async () => {
    const failure = new Error('the shard is torn');
    const failed = Promise.withResolvers<unknown>();
    bridgeOver(failure).bridge.follow(LOG, 1, () => undefined, failed.resolve);
    expect(await failed.promise).toBe(failure);
  });

  it('tells nothing to who has closed it', async () => {
    const onPage = vi.fn();
    const onFailure = vi.fn();
    const { bridge, ended } = bridgeOver(new Error('the shard is torn'));
    bridge.follow(LOG, 1, onPage, onFailure).close();
    await ended;
    await Promise.resolve();
    expect([onPage, onFailure].map((one) => one.mock.calls)).toEqual([[], []]);
  });
});
