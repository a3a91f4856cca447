import { readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';

/** What is left of something, and how much there is of it at all, in bytes. */
export interface Space {
  readonly free: number;
  readonly total: number;
}

/** All that is read to learn the load of a machine. Each may throw or reject: what it was for is unknown then. */
export interface MachineReads {
  /** Milliseconds that never run backwards. */
  now(): number;
  /** How long all cores together were busy, and were there at all, in milliseconds since some start. */
  cpuTimes(): { readonly busy: number; readonly total: number };
  /** Memory as every system can say it; free may leave out what could be freed. */
  memory(): Space;
  /** The disk of a folder, as far as this user may fill it. */
  disk(folder: string): Promise<Space>;
  /** A file below /proc or /sys. Rejects where there is none. */
  file(path: string): Promise<string>;
}

export const machineReads: MachineReads = {
  now: () => performance.now(),
  cpuTimes: () => {
    const times = cpus().map((core) => core.times);
    const total = times.reduce(
      (sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq,
      0,
    );
    return { total, busy: total - times.reduce((sum, { idle }) => sum + idle, 0) };
  },
  memory: () => ({ free: freemem(), total: totalmem() }),
  disk: async (folder) => {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  },
  file: (path) => readFile(path, 'utf8'),
};
