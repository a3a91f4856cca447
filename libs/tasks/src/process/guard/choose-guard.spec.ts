import { describe, expect, it, vi } from 'vitest';
import { chooseGuard } from './choose-guard.js';
import type { Guard, ProcessGuard } from './process-guard.js';
import { GuardUnavailableError, processGroupGuard } from './process-guard.js';

/** A machine on which these guards work. */
function machineWith(...working: readonly ProcessGuard[]) {
  const way = (name: ProcessGuard) =>
    vi.fn(async (): Promise<Guard> => {
      if (working.includes(name)) return { ...processGroupGuard, name };
      throw new GuardUnavailableError(name, 'Operation not permitted');
    });
  return {
    'pid-namespace': way('pid-namespace'),
    cgroup: way('cgroup'),
    'process-group': way('process-group'),
  };
}

describe('the process guard of a worker', () => {
  it.each<[ProcessGuard, readonly ProcessGuard[]]>([
    ['pid-namespace', ['pid-namespace', 'cgroup', 'process-group']],
    ['cgroup', ['cgroup', 'process-group']],
    ['process-group', ['process-group']],
  ])('is by itself %s where %j work', async (best, working) => {
    expect((await chooseGuard('auto', '/w', machineWith(...working))).name).toBe(best);
  });

  it('is by itself none for which scripts would lose rights', async () => {
    const ways = machineWith('process-group');
    await chooseGuard('auto', '/w', ways);
    expect(ways['pid-namespace']).toHaveBeenCalledWith(false);
  });

  it.each<ProcessGuard>(['pid-namespace', 'cgroup', 'process-group'])(
    'is %s when that is named',
    async (name) => {
      const ways = machineWith(name);
      expect((await chooseGuard(name, '/w', ways)).name).toBe(name);
      expect(ways[name]).toHaveBeenCalledWith(true);
    },
  );

  it('is no other than the one that is named, and it is said why', async () => {
    await expect(chooseGuard('cgroup', '/w', machineWith('process-group'))).rejects.toThrow(
      'The process guard "cgroup" does not work here: Operation not permitted. Allow it, or choose auto',
    );
  });

  it('hides no defect', async () => {
    const ways = { ...machineWith('process-group'), cgroup: () => Promise.reject(new TypeError('a defect')) };
    await expect(chooseGuard('auto', '/w', ways)).rejects.toThrow('a defect');
  });
});
