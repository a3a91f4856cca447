import { describe, expect, it, vi } from 'vitest';
import { projectInThread } from './thread-driver.js';

/** A thread that runs this code in place of the projection. */
function threadOf(code: string): URL {
  const head = "import { parentPort as port, workerData } from 'node:worker_threads';";
  return new URL(`data:text/javascript,${encodeURIComponent(head + code)}`);
}

const data = { folder: '/data', file: '/data/read-model.db', partitions: 4 };

const OBEDIENT = `
  port.on('message', (message) => {
    if (message.wake) port.postMessage({ partition: 1, logId: workerData.folder, epoch: 1, next: 7, commands: 2 });
    if (message.rebuild) port.postMessage({ rebuilt: true });
    if (message.stop) port.close();
  });
  port.postMessage({ ready: true });`;

function listen() {
  const fatal = Promise.withResolvers<string>();
  return {
    moved: vi.fn(),
    caughtUp: vi.fn(),
    stalled: vi.fn(),
    damaged: vi.fn(),
    fatal: vi.fn((message: string) => fatal.resolve(message)),
    failure: fatal.promise,
  };
}

describe('The projection in a thread', () => {
  it('is woken, tells how far it is, rebuilds and stops', async () => {
    const listener = listen();
    const driver = await projectInThread(data, threadOf(OBEDIENT))(listener);
    driver.wake();
    await driver.rebuild();
    expect(listener.moved).toHaveBeenCalledWith({
      partition: 1,
      logId: '/data',
      epoch: 1,
      next: 7,
      commands: 2,
    });
    await driver.stop();
    expect(listener.fatal).not.toHaveBeenCalled();
  });

  it('cannot be started where its code throws', async () => {
    const start = projectInThread(data, threadOf("throw new Error('no such folder');"));
    await expect(start(listen())).rejects.toThrow('no such folder');
  });

  it('tells that it cannot go on', async () => {
    const listener = listen();
    const driver = await projectInThread(
      data,
      threadOf(`${OBEDIENT} port.postMessage({ fatal: 'the log has a hole' });`),
    )(listener);
    expect(await listener.failure).toBe('the log has a hole');
    await driver.stop();
  });

  it('tells when it has caught up, waits for room, or cannot read its rows', async () => {
    const listener = listen();
    const told =
      "for (const one of [{ caughtUp: true }, { stalled: 'full' }, { damaged: 'torn' }]) port.postMessage(one);";
    const driver = await projectInThread(data, threadOf(told + OBEDIENT))(listener);
    await driver.rebuild();
    expect(listener.caughtUp).toHaveBeenCalledTimes(1);
    expect(listener.stalled).toHaveBeenCalledWith('full');
    expect(listener.damaged).toHaveBeenCalledWith('torn');
    await driver.stop();
  });

  it('tells once that its thread broke down, and leaves nobody waiting', async () => {
    const listener = listen();
    const code =
      "port.on('message', () => { throw new Error('out of luck'); }); port.postMessage({ ready: true });";
    const driver = await projectInThread(data, threadOf(code))(listener);
    await driver.rebuild();
    expect(await listener.failure).toContain('out of luck');
    await driver.rebuild();
    await driver.stop();
    expect(listener.fatal).toHaveBeenCalledTimes(1);
  });
});
