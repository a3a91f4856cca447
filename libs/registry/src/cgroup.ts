import type { Space } from './machine-reads.js';

/** The CPU time of a control group that has a limit of it. */
export interface CgroupCpu {
  readonly path: string;
  /** Cores that it may use at once; may be less than 1. */
  readonly cores: number;
  /** CPU time that it has used, milliseconds since some start. */
  readonly used: number;
}

/** What limits this process beyond the machine. Empty lists where nothing does. */
export interface CgroupLimits {
  readonly cpu: readonly CgroupCpu[];
  readonly memory: readonly Space[];
}

type ReadFile = (path: string) => Promise<string>;

/**
 * The limits of the control groups (version 2) of this process: its own and those above, for a service manager may set
 * them at any height. What cannot be read limits nothing.
 */
export async function readCgroupLimits(read: ReadFile): Promise<CgroupLimits> {
  const orNothing: ReadFile = (path) => read(path).catch(() => '');
  const folders = foldersOf(await orNothing('/proc/self/cgroup'));
  const [cpu, memory] = await Promise.all([
    Promise.all(folders.map((folder) => cpuOf(folder, orNothing))),
    Promise.all(folders.map((folder) => memoryOf(folder, orNothing))),
  ]);
  return {
    cpu: cpu.filter((limit) => limit !== undefined),
    memory: memory.filter((limit) => limit !== undefined),
  };
}

function foldersOf(membership: string): readonly string[] {
  const path = /^0::(\/.*)$/m.exec(membership)?.[1];
  if (path === undefined) return [];
  // Where the group lies above what this process can see, the root is as near as one gets.
  const names = path.includes('/..') ? [] : path.split('/').filter((name) => name !== '');
  return Array.from({ length: names.length + 1 }, (_, depth) =>
    ['/sys/fs/cgroup', ...names.slice(0, depth)].join('/'),
  );
}

async function cpuOf(path: string, read: ReadFile): Promise<CgroupCpu | undefined> {
  const [limit, stat] = await Promise.all([read(`${path}/cpu.max`), read(`${path}/cpu.stat`)]);
  const [, quota, period] = /^(\d+) (\d+)\s*$/.exec(limit) ?? [];
  const used = numberIn(stat, /^usage_usec (\d+)$/m);
  const cores = Number(quota) / Number(period);
  if (used === undefined || !Number.isFinite(cores) || cores <= 0) return undefined;
  return { path, cores, used: used / 1_000 };
}

async function memoryOf(path: string, read: ReadFile): Promise<Space | undefined> {
  const [limit, current, stat] = await Promise.all([
    read(`${path}/memory.max`),
    read(`${path}/memory.current`),
    read(`${path}/memory.stat`),
  ]);
  const total = numberIn(limit, /^(\d+)\s*$/);
  const charged = numberIn(current, /^(\d+)\s*$/);
  if (total === undefined || charged === undefined) return undefined;
  // Pages of files that nobody has used lately are charged to the group and are given back when memory is wanted.
  const used = charged - (numberIn(stat, /^inactive_file (\d+)$/m) ?? 0);
  return { total, free: Math.max(total - Math.max(used, 0), 0) };
}

function numberIn(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
