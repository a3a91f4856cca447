import { readFileSync } from 'node:fs';
import { MemoryRegistry } from '@millrace/registry';
import type { ProcessHost } from '@millrace/tasks/processes';
import { Spawner, chooseGuard } from '@millrace/tasks/processes';
import { SOURCE } from '@millrace/tasks/testing';
import { describe, expect, it, vi } from 'vitest';
import { SteppedClock } from '../testing/stepped-clock.js';
import { dispatchOf, killOf } from '../testing/worker-bench.js';
import { WorkerWorld } from '../testing/worker-world.js';

const shell = (script: string) => ({ type: 'shell', settings: { script } });

/** Starts nothing; keeps what it is told. */
class IdleHost implements ProcessHost {
  readonly guard = 'cgroup';
  readonly told: number[] = [];
  readonly start = vi.fn();

  live(forMs: number): void {
    this.told.push(forMs);
  }

  async close(): Promise<void> {
    this.told.push(0);
  }
}

describe('the guard of the processes of a worker', () => {
  it('is announced with each heartbeat, and is given a mark that all processes have', async () => {
    const world = await WorkerWorld.make();
    const openProcesses = vi.fn(() => new IdleHost());
    await world.worker({ openProcesses }).start();
    expect(world.heartbeats.all).toMatchObject([{ guard: 'cgroup' }]);
    expect(openProcesses).toHaveBeenCalledWith(
      expect.stringContaining('pipes'),
      `MILLRACE_OUTPUT=${world.workFolder}/`,
    );
  });

  it('is told for how long the lease lasts, until the worker has ended', async () => {
    const world = await WorkerWorld.make();
    const host = new IdleHost();
    const clock = new SteppedClock();
    const registry = new MemoryRegistry(() => clock.monotonic());
    const worker = world.worker({ registry, openProcesses: () => host }, undefined, clock);
    await worker.start();
    expect(host.told).toHaveLength(1);
    // The clock of the machine that does not stand still in its sleep is a real one.
    expect(host.told[0]).toBeGreaterThan(15_000);
    expect(host.told[0]).toBeLessThanOrEqual(16_000);
    await worker.stop();
    expect(host.told.at(-1)).toBe(0);
  });

  it('is told nothing where there is no lease', async () => {
    const world = await WorkerWorld.make();
    const host = new IdleHost();
    await world.worker({ openProcesses: () => host }).start();
    expect(host.told).toEqual([]);
  });

  it('is the best that there is: under it attempts run, are killed, and can be read in the log', async () => {
    const world = await WorkerWorld.make({
      tasks: { a: shell('echo up; setsid sleep 1000'), b: shell('exit 4') },
    });
    const guard = await chooseGuard('auto', world.folder);
    const openProcesses = (folder: string, mark: string) => new Spawner(folder, { ...SOURCE, guard, mark });
    const incarnation = await world.worker({ openProcesses }).start();
    await world.dispatch(dispatchOf('a', { incarnation }), dispatchOf('b', { incarnation, offset: 11 }));
    await world.lines.until((line) => line === 'up');
    await world.said.until((said) => said === 'b/1 Failed');
    expect(world.reports.find(({ type }) => type === 'ReportAttemptFailed')?.data).toMatchObject({
      exitCode: 4,
    });
    const [pid] = journalledPids(world.folder);
    expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).toContain(`MILLRACE_OUTPUT=${world.workFolder}/`);
    await world.control(killOf(dispatchOf('a', { incarnation })));
    await world.said.until((said) => said === 'a/1 Killed');
  });
});

function journalledPids(folder: string): readonly number[] {
  const journal = readFileSync(`${folder}/journal.jsonl`, 'utf8');
  return [...journal.matchAll(/"key":"[^"]*\/a\/1","pid":(\d+)/g)].map(([, pid]) => Number(pid));
}
