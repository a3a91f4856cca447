import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CgroupGuard, ownCgroup } from './cgroup.js';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'millrace-cgroup-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A /proc/self of a process in that cgroup. */
function procWith(cgroup: string, mountinfo: string): string {
  const proc = folder();
  writeFileSync(join(proc, 'cgroup'), cgroup);
  writeFileSync(join(proc, 'mountinfo'), mountinfo);
  return proc;
}

const MOUNTED = '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n';

describe('the cgroup that a process is in', () => {
  it('is found below the mount of version 2', () => {
    expect(ownCgroup(procWith('0::/system.slice/worker.service\n', MOUNTED))).toBe(
      '/sys/fs/cgroup/system.slice/worker.service',
    );
  });

  it('is found beside those of version 1', () => {
    const mounts = `31 23 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n${MOUNTED.replace('/cgroup ', '/cgroup/unified ')}`;
    expect(ownCgroup(procWith('2:cpu:/other\n0::/\n', mounts))).toBe('/sys/fs/cgroup/unified');
  });

  it('is found where only a part of the tree is mounted', () => {
    const mounted = MOUNTED.replace(' / ', ' /docker/1a ');
    expect(ownCgroup(procWith('0::/docker/1a/inner\n', mounted))).toBe('/sys/fs/cgroup/inner');
    expect(ownCgroup(procWith('0::/elsewhere\n', mounted))).toBeUndefined();
  });

  it.each([
    ['there is only version 1', '2:cpu:/\n', MOUNTED],
    ['version 2 is not mounted', '0::/\n', '22 27 0:21 / /proc rw - proc proc rw\n'],
  ])('is none where %s', (_, cgroup, mountinfo) => {
    expect(ownCgroup(procWith(cgroup, mountinfo))).toBeUndefined();
  });
});

describe('a cgroup of the worker', () => {
  it('is refused, and leaves nothing behind, where the folder above is none of the kernel', async () => {
    const above = folder();
    await expect(CgroupGuard.open('/w', above)).rejects.toThrow('the kernel cannot kill a cgroup');
    expect(readdirSync(above)).toEqual([]);
  });

  it('is refused where the folder above cannot be written to', async () => {
    await expect(CgroupGuard.open('/w', '/proc/1')).rejects.toThrow('"cgroup" does not work here');
  });
});

const own = ownCgroup();
const works = await CgroupGuard.open(`trial-${process.pid}`).then(
  async (guard) => guard.clear().then(() => true),
  () => false,
);

describe('a cgroup that an earlier process of the worker has left', () => {
  it.skipIf(!works)('is emptied before anything is started in it, and removed at the end', async () => {
    const worker = folder();
    const before = await CgroupGuard.open(worker);
    const { setup } = before.launch(() => ['true']);
    const left = spawn('sh', ['-c', 'echo $$ > "$0/cgroup.procs"; echo in; sleep 1000', setup.cgroup ?? '']);
    const exited = once(left, 'exit');
    await once(left.stdout, 'data');
    const after = await CgroupGuard.open(worker);
    expect((await exited)[1]).toBe('SIGKILL');
    await after.clear();
    expect(readdirSync(own ?? '').map((name) => join(own ?? '', name))).not.toContain(setup.cgroup);
  });
});
