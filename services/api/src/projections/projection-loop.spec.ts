import { LogUnreachableError } from '@millrace/events';
import { ReadModelDamagedError, ReadModelFullError, ReadModelUnavailableError } from '@millrace/persistence';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProjectionLoop } from './projection-loop.js';

function setup() {
  const runner = {
    catchUp: vi.fn(async () => undefined),
    rebuild: vi.fn(async () => undefined),
    reload: vi.fn(),
    stop: vi.fn(),
  };
  const listener = { caughtUp: vi.fn(), stalled: vi.fn(), damaged: vi.fn(), fatal: vi.fn() };
  return { runner, listener, loop: new ProjectionLoop(runner, listener) };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

describe('The loop of the projection', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells once that it has caught up', async () => {
    const { loop, listener } = setup();
    loop.wake();
    await settled();
    loop.wake();
    await settled();
    expect(listener.caughtUp).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['the disk is full', new ReadModelFullError('why')],
    ['the database is away', new ReadModelUnavailableError('why')],
    ['the log does not answer', new LogUnreachableError('why')],
  ])('tries again after a second where %s, and tells when it has caught up', async (_what, error) => {
    const { loop, listener, runner } = setup();
    runner.catchUp.mockRejectedValueOnce(error);
    loop.wake();
    await settled();
    expect(listener.stalled).toHaveBeenCalledWith('why');
    expect(listener.caughtUp).not.toHaveBeenCalled();
    loop.wake();
    await settled();
    expect(runner.catchUp).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runner.catchUp).toHaveBeenCalledTimes(2);
    expect(listener.caughtUp).toHaveBeenCalledTimes(1);
    expect(listener.fatal).not.toHaveBeenCalled();
  });

  it('waits for a rebuild where it cannot read its rows', async () => {
    const { loop, listener, runner } = setup();
    runner.catchUp.mockRejectedValueOnce(new ReadModelDamagedError('torn'));
    loop.wake();
    await settled();
    expect(listener.damaged).toHaveBeenCalledWith('torn');
    loop.wake();
    await settled();
    expect(runner.catchUp).toHaveBeenCalledTimes(1);
    await loop.rebuild();
    expect(listener.caughtUp).toHaveBeenCalledTimes(1);
  });

  it('stops where a rebuild does not help, and at anything else', async () => {
    const { loop, listener, runner } = setup();
    runner.rebuild.mockRejectedValueOnce(new ReadModelDamagedError('torn'));
    await loop.rebuild();
    expect(listener.fatal).toHaveBeenCalledWith(expect.stringMatching(/^torn Start millrace again/));
    const other = setup();
    other.runner.catchUp.mockRejectedValueOnce(new Error('the log has a hole'));
    other.loop.wake();
    await settled();
    expect(other.listener.fatal).toHaveBeenCalledWith('the log has a hole');
  });

  it('goes on, also after a failure, where somebody else has made the rows anew', async () => {
    const { loop, listener, runner } = setup();
    runner.catchUp.mockRejectedValueOnce(new Error('the log has a hole'));
    loop.wake();
    await settled();
    loop.resume();
    await settled();
    expect(runner.reload).toHaveBeenCalledTimes(1);
    expect(runner.catchUp).toHaveBeenCalledTimes(2);
    expect(listener.caughtUp).toHaveBeenCalledTimes(1);
  });

  it('leaves no timer behind when it is stopped', async () => {
    const { loop, runner } = setup();
    runner.catchUp.mockRejectedValueOnce(new ReadModelFullError('full'));
    loop.wake();
    await settled();
    await loop.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
