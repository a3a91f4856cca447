import { mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@millrace/e2e';

/** How a group is made where the kernel has version 2, and where it has version 1: files and what stands in them. */
const KINDS = [
  { root: '/sys/fs/cgroup', limits: (bytes: number) => ({ 'memory.max': bytes, 'memory.swap.max': 0 }) },
  { root: '/sys/fs/cgroup/memory', limits: (bytes: number) => ({ 'memory.limit_in_bytes': bytes }) },
];
const EMPTY_MS = 10_000;

/** Processes that have so much memory together; the kernel kills the biggest of them when they want more. */
export class MemoryGroup {
  private constructor(private readonly folder: string) {}

  /** Throws where this process may not make one. */
  static create(bytes: number): MemoryGroup {
    const problems: unknown[] = [];
    for (const { root, limits } of KINDS) {
      try {
        return MemoryGroup.below(root, limits(bytes));
      } catch (error) {
        problems.push(error);
      }
    }
    throw new AggregateError(problems, problems.map(String).join('; '));
  }

  /** Why there can be none here; undefined where there can. */
  static async lacks(): Promise<string | undefined> {
    try {
      await MemoryGroup.create(2 ** 30).remove();
      return undefined;
    } catch (error) {
      return `no group of processes with a limit of memory: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** The process, and those that it begins from now on. */
  add(pid: number): void {
    writeFileSync(join(this.folder, 'cgroup.procs'), String(pid));
  }

  /** When its processes have ended. */
  async remove(): Promise<void> {
    await until('the end of all processes of a group', () => isRemoved(this.folder), EMPTY_MS);
  }

  private static below(root: string, limits: Readonly<Record<string, number>>): MemoryGroup {
    const folder = mkdtempSync(join(root, 'millrace-chaos-'));
    try {
      // What is no control group would take any file.
      for (const [file, value] of Object.entries(limits))
        writeFileSync(join(folder, file), String(value), { flag: 'r+' });
      return new MemoryGroup(folder);
    } catch (error) {
      rmdirSync(folder);
      throw error;
    }
  }
}

function isRemoved(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EBUSY') return false;
    throw error;
  }
}
