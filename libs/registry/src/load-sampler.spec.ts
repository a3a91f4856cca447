import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LoadSampler } from './load-sampler.js';
import type { MachineReads } from './machine-reads.js';

const MIB = 1024 ** 2;

/** A machine that a test can set, file by file. */
class FakeMachine implements MachineReads {
  time = 0;
  cores = { busy: 0, total: 0 };
  ram = { free: 300 * MIB, total: 1_000 * MIB };
  space = { free: 70, total: 100 };
  readonly files = new Map<string, string>();
  now = (): number => this.time;
  cpuTimes = (): { busy: number; total: number } => this.cores;
  memory = (): { free: number; total: number } => this.ram;
  disk = vi.fn(async (_folder: string) => this.space);
  file = async (path: string): Promise<string> => {
    const text = this.files.get(path);
    if (text === undefined) throw new Error(`No ${path}.`);
    return text;
  };

  /** Lets time pass in which so many of four cores were busy. */
  work(ms: number, busyCores: number): void {
    this.time += ms;
    const { busy, total } = this.cores;
    this.cores = { busy: busy + ms * busyCores, total: total + ms * 4 };
  }

  /** Puts files into a control group. */
  group(path: string, files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) this.files.set(`/sys/fs/cgroup${path}/${name}`, text);
  }
}

describe('a sample of the load', () => {
  let machine: FakeMachine;
  let sampler: LoadSampler;
  beforeEach(() => {
    machine = new FakeMachine();
    sampler = new LoadSampler({ folder: '/work', reads: machine });
  });

  describe('cpu', () => {
    it('is the busy share of all cores since the sample before', async () => {
      expect(await sampler.sample()).not.toHaveProperty('cpu');
      machine.work(1_000, 1);
      expect(await sampler.sample()).toMatchObject({ cpu: 0.25 });
      machine.work(500, 4);
      expect(await sampler.sample()).toMatchObject({ cpu: 1 });
    });

    it('is left out when no time has passed, and when time has run backwards', async () => {
      await sampler.sample();
      expect(await sampler.sample()).not.toHaveProperty('cpu');
      machine.work(-1_000, 1);
      expect(await sampler.sample()).not.toHaveProperty('cpu');
    });

    it('is the share of what the control group may use where that is fuller', async () => {
      machine.files.set('/proc/self/cgroup', '1:name=systemd:/x\n0::/\n');
      const used = (ms: number): void =>
        machine.group('', { 'cpu.max': '50000 100000\n', 'cpu.stat': `usage_usec ${ms * 1_000}\nnr 1\n` });
      used(100);
      await sampler.sample();
      machine.work(1_000, 1);
      used(500);
      expect((await sampler.sample()).cpu).toBeCloseTo(0.8);
      machine.work(1_000, 4);
      used(500);
      expect(await sampler.sample()).toMatchObject({ cpu: 1 });
    });

    it('follows limits of groups above, and takes the fullest', async () => {
      machine.files.set('/proc/self/cgroup', '0::/a/b\n');
      const used = (ms: number): void => {
        machine.group('/a/b', { 'cpu.max': 'max 100000\n', 'cpu.stat': `usage_usec ${ms * 1_000}\n` });
        machine.group('/a', { 'cpu.max': '200000 100000\n', 'cpu.stat': `usage_usec ${ms * 3_000}\n` });
      };
      used(0);
      await sampler.sample();
      machine.work(1_000, 0);
      used(500);
      expect((await sampler.sample()).cpu).toBeCloseTo(0.75);
    });

    it('is that of the machine where the group has no limit', async () => {
      machine.files.set('/proc/self/cgroup', '0::/\n');
      machine.group('', { 'cpu.max': 'max 100000\n', 'cpu.stat': 'usage_usec 5\n' });
      await sampler.sample();
      machine.work(1_000, 2);
      expect(await sampler.sample()).toMatchObject({ cpu: 0.5 });
    });
  });

  describe('memory', () => {
    const meminfo = 'MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    400 kB\n';

    it('counts as free what could be freed', async () => {
      machine.files.set('/proc/meminfo', meminfo);
      expect(await sampler.sample()).toMatchObject({ memoryUsed: 600 * 1024, memoryTotal: 1_000 * 1024 });
    });

    it('is what the system says where there is no /proc', async () => {
      expect(await sampler.sample()).toMatchObject({ memoryUsed: 700 * MIB, memoryTotal: 1_000 * MIB });
    });

    it('is what the control group may have, without files it would give back', async () => {
      machine.files.set('/proc/self/cgroup', '0::/\n');
      machine.group('', {
        'memory.max': `${200 * MIB}\n`,
        'memory.current': `${150 * MIB}\n`,
        'memory.stat': `anon 1\ninactive_file ${50 * MIB}\n`,
      });
      expect(await sampler.sample()).toMatchObject({ memoryUsed: 100 * MIB, memoryTotal: 200 * MIB });
    });

    it('is as short as that of the machine where others have taken it', async () => {
      machine.ram = { free: 20 * MIB, total: 1_000 * MIB };
      machine.files.set('/proc/self/cgroup', '0::/a\n');
      machine.group('/a', { 'memory.max': `${200 * MIB}`, 'memory.current': `${50 * MIB}` });
      expect(await sampler.sample()).toMatchObject({ memoryUsed: 180 * MIB, memoryTotal: 200 * MIB });
    });

    it('is that of the machine where the group has no limit, or one beyond it', async () => {
      machine.files.set('/proc/self/cgroup', '0::/a\n');
      machine.group('/a', { 'memory.max': 'max\n', 'memory.current': '5\n' });
      machine.group('', { 'memory.max': `${5_000 * MIB}\n`, 'memory.current': '5\n' });
      expect(await sampler.sample()).toMatchObject({ memoryUsed: 700 * MIB, memoryTotal: 1_000 * MIB });
    });

    it('reads the root where its own group cannot be seen', async () => {
      machine.files.set('/proc/self/cgroup', '0::/../../other\n');
      machine.group('', { 'memory.max': `${200 * MIB}`, 'memory.current': `${50 * MIB}` });
      expect(await sampler.sample()).toMatchObject({ memoryTotal: 200 * MIB });
    });
  });

  describe('disk', () => {
    it('is that of the work folder', async () => {
      expect(await sampler.sample()).toMatchObject({ diskFree: 70, diskTotal: 100 });
      expect(machine.disk).toHaveBeenCalledWith('/work');
    });

    it('is left out when it does not answer, and asked again when it has', async () => {
      vi.useFakeTimers();
      try {
        const { promise, resolve } = Promise.withResolvers<{ free: number; total: number }>();
        machine.disk.mockReturnValue(promise);
        for (const _round of [1, 2, 3]) {
          const sample = sampler.sample();
          await vi.advanceTimersByTimeAsync(1_000);
          expect(await sample).not.toHaveProperty('diskFree');
        }
        expect(machine.disk).toHaveBeenCalledTimes(1);
        resolve({ free: 1, total: 2 });
        await promise;
        machine.disk.mockResolvedValue({ free: 3, total: 4 });
        expect(await sampler.sample()).toMatchObject({ diskFree: 3 });
        expect(vi.getTimerCount()).toBe(0);
      } finally {
        vi.useRealTimers();
      }
    });
  });

  it('lacks what cannot be read', async () => {
    const fail = (): never => {
      throw new Error('Not to be read.');
    };
    Object.assign(machine, { cpuTimes: fail, memory: fail });
    machine.disk.mockRejectedValue(new Error('Not to be read.'));
    await sampler.sample();
    expect(await sampler.sample()).toEqual({});
  });

  it.each(['', 'nonsense', '-5', '12 ', 'max', '1e999', '0', '0 0', '\0'])(
    'is not spoilt by files with %j',
    async (text) => {
      machine.files.set('/proc/self/cgroup', '0::/a\n');
      machine.files.set('/proc/meminfo', text);
      for (const path of ['', '/a']) {
        const names = ['cpu.max', 'cpu.stat', 'memory.max', 'memory.current', 'memory.stat'];
        machine.group(path, Object.fromEntries(names.map((name) => [name, text])));
      }
      await sampler.sample();
      machine.work(1_000, 2);
      expect(Object.values(await sampler.sample()).every((value) => value !== undefined && value >= 0)).toBe(
        true,
      );
    },
  );
});
