import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Guard, GuardedLaunch } from './process-guard.js';
import { GuardUnavailableError } from './process-guard.js';

/** How often a killed group is looked at until it is empty, milliseconds, and how often at most. */
const LOOK_INTERVAL_MS = 10;
const MAX_LOOKS = 500;

/** The folder of the cgroup v2 that this process is in; undefined where there is none. */
export function ownCgroup(proc = '/proc/self'): string | undefined {
  try {
    const path = /^0::(\/.*)$/m.exec(readFileSync(join(proc, 'cgroup'), 'utf8'))?.[1];
    const mount = / (\/\S*) (\/\S*) \S+ .*- cgroup2 /.exec(readFileSync(join(proc, 'mountinfo'), 'utf8'));
    const [, root = '/', folder = ''] = mount ?? [];
    if (path === undefined || folder === '') return undefined;
    const inside = relative(root, path);
    return inside.startsWith('..') ? undefined : join(folder, inside);
  } catch {
    return undefined;
  }
}

/**
 * A cgroup of the worker's own, below the one that it was started in. Its name follows from the worker's folder, so the
 * next process of the worker finds what this one has left.
 */
export class CgroupGuard implements Guard {
  readonly name = 'cgroup';

  private constructor(private readonly folder: string) {}

  /** Kills what an earlier process of the worker has left in it. Throws GuardUnavailableError. */
  static async open(workerFolder: string, parent = ownCgroup()): Promise<CgroupGuard> {
    if (parent === undefined)
      throw new GuardUnavailableError('cgroup', 'this process is in no cgroup of version 2');
    const name = createHash('sha256').update(workerFolder).digest('hex').slice(0, 16);
    const guard = new CgroupGuard(join(parent, `millrace-${name}`));
    try {
      await guard.clear();
      mkdirSync(guard.folder);
      guard.tryOut();
    } catch (error) {
      guard.remove();
      throw new GuardUnavailableError('cgroup', error instanceof Error ? error.message : String(error));
    }
    return guard;
  }

  launch(spawner: Parameters<Guard['launch']>[0]): GuardedLaunch {
    mkdirSync(this.folder, { recursive: true });
    const setup = { cgroup: this.folder };
    return { command: spawner(setup), env: {}, setup, hasLine: false };
  }

  kill(): void {
    try {
      if (existsSync(this.folder)) writeFileSync(join(this.folder, 'cgroup.kill'), '1');
    } catch {
      // Whether anything is left in it shows; that it can be killed at all was tried at the start.
    }
  }

  async clear(): Promise<void> {
    this.kill();
    for (let looks = 0; this.isPopulated() && looks < MAX_LOOKS; looks += 1) await delay(LOOK_INTERVAL_MS);
    this.remove();
  }

  /** Kernels before 5.14 have no `cgroup.kill`; and not everybody may move a process. */
  private tryOut(): void {
    if (!existsSync(join(this.folder, 'cgroup.kill'))) throw new Error('the kernel cannot kill a cgroup');
    const moved = spawnSync('sh', ['-c', 'echo $$ > "$0/cgroup.procs"', this.folder]);
    if (moved.status !== 0) throw new Error(`a process cannot be moved to ${this.folder}`);
  }

  private isPopulated(): boolean {
    try {
      return /^populated 1$/m.test(readFileSync(join(this.folder, 'cgroup.events'), 'utf8'));
    } catch {
      return false;
    }
  }

  private remove(): void {
    try {
      rmdirSync(this.folder);
    } catch {
      // It was not there; or somebody looks at it or is in it still, and the next start removes it.
    }
  }
}
