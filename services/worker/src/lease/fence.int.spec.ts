import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogUnreachableError } from '@millrace/events';
import { MemoryRegistry, RegistryUnavailableError } from '@millrace/registry';
import { describe, expect, it, vi } from 'vitest';
import { SteppedClock } from '../../testing/stepped-clock.js';
import { dispatchOf } from '../../testing/worker-bench.js';
import { WorkerWorld } from '../../testing/worker-world.js';

const shell = (script: string) => ({ type: 'shell', settings: { script } });

/** A worker with a lease, whose clock and two ways to renew it are in the hands of the test. */
async function leased(script: string) {
  const world = await WorkerWorld.make({ tasks: { a: shell(script), b: {} } });
  const clock = new SteppedClock();
  const registry = new MemoryRegistry(() => clock.monotonic());
  const worker = world.worker({ registry }, undefined, clock);
  const cutOff = () => {
    vi.spyOn(registry, 'renew').mockRejectedValue(new RegistryUnavailableError('No connection.'));
    const append = world.log.append.bind(world.log);
    return vi
      .spyOn(world.log, 'append')
      .mockImplementation((topic, records) =>
        topic === 'heartbeats' ? Promise.reject(new Error('No broker.')) : append(topic, records),
      );
  };
  return { world, clock, worker, cutOff };
}

const isGone = (pid: number): Promise<void> =>
  vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000, interval: 5 });

describe('a worker that cannot renew its lease (L41)', () => {
  it('kills what it runs, gives it back, and works again as another incarnation', async () => {
    const { world, clock, worker, cutOff } = await leased(
      'trap "" TERM; echo $$ > "$PWD/../../pid"; echo up; sleep 1000 & wait; sleep 1000',
    );
    const first = await worker.start();
    await world.dispatch(dispatchOf('a', { incarnation: first }));
    await world.lines.until((line) => line === 'up');
    const pid = Number(readFileSync(join(world.folder, 'pid'), 'utf8'));
    const cut = cutOff();
    clock.pass(15_000);
    await isGone(pid);
    await world.said.until((said) => said === 'a/1 Lost');
    expect(world.reports.at(-1)?.data).toMatchObject({ reason: 'lease-lost', proven: true });
    cut.mockRestore();
    await world.heartbeats.until(({ incarnation }) => incarnation !== first);
    const { incarnation, ended } = world.heartbeats.all.at(-1) ?? {};
    expect(ended).toEqual([first]);
    await world.dispatch(dispatchOf('b', { incarnation: incarnation ?? '', attempt: 2 }));
    await world.said.until((said) => said === 'b/2 Succeeded');
  });

  it('begins anew when the log answers again, though it did not when the lease was lost', async () => {
    const { world, clock, worker, cutOff } = await leased('echo up');
    const first = await worker.start();
    const cut = cutOff();
    const asked = Promise.withResolvers<void>();
    const bounds = vi.spyOn(world.log, 'bounds').mockImplementation(() => {
      asked.resolve();
      return Promise.reject(new LogUnreachableError('No broker.'));
    });
    clock.pass(15_000);
    await asked.promise;
    cut.mockRestore();
    bounds.mockRestore();
    await world.heartbeats.until(({ incarnation }) => incarnation !== first);
    expect(world.heartbeats.all.at(-1)?.ended).toEqual([first]);
  });

  it('ends when it is told to, though the log does not answer', async () => {
    const { world, clock, worker, cutOff } = await leased('echo up');
    await worker.start();
    const cut = cutOff();
    const asked = Promise.withResolvers<void>();
    vi.spyOn(world.log, 'bounds').mockImplementation(() => {
      asked.resolve();
      return Promise.reject(new LogUnreachableError('No broker.'));
    });
    clock.pass(15_000);
    await asked.promise;
    cut.mockRestore();
    await expect(worker.stop()).resolves.toBeUndefined();
  });

  it('begins nothing in the last third of its lease, and goes on when it is renewed', async () => {
    const { world, clock, worker, cutOff } = await leased('echo up');
    const incarnation = await worker.start();
    const cut = cutOff();
    clock.pass(10_000);
    await vi.waitFor(() => expect(worker.trouble).toMatch('lease'));
    await world.dispatch(dispatchOf('b', { incarnation }));
    await world.said.until((said) => said === 'b/1 Accepted');
    cut.mockRestore();
    vi.restoreAllMocks();
    await world.said.until((said) => said === 'b/1 Succeeded');
    expect(worker.trouble).toBeUndefined();
  });
});
