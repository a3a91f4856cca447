import type { CgroupCpu, CgroupLimits } from './cgroup.js';
import { readCgroupLimits } from './cgroup.js';
import type { MachineReads, Space } from './machine-reads.js';
import { machineReads } from './machine-reads.js';
import type { MachineLoad } from './worker-load.js';
import { within } from './within.js';

/** How long a disk may take to say how full it is, in milliseconds. */
const DISK_MS = 1_000;

interface CpuReading {
  readonly at: number;
  readonly machine: { readonly busy: number; readonly total: number } | undefined;
  readonly groups: readonly CgroupCpu[];
}

export interface LoadSamplerOptions {
  /** The work folder, whose disk is measured. */
  readonly folder: string;
  /** Default: this machine. */
  readonly reads?: MachineReads;
}

/**
 * Takes the load of this machine. Where control groups (version 2) limit the process, cpu is the fuller of the machine
 * and the group, and memory what the group may have. What cannot be read is left out; nothing is ever thrown, and a
 * disk that does not answer holds up a sample for a second at most.
 */
export class LoadSampler {
  private readonly reads: MachineReads;
  private before: CpuReading | undefined;
  private diskAnswer: Promise<Space> | undefined;

  constructor(private readonly options: LoadSamplerOptions) {
    this.reads = options.reads ?? machineReads;
  }

  /** One sample. Its cpu is the time since the sample before: the first has none. */
  async sample(): Promise<MachineLoad> {
    const [limits, meminfo, disk] = await Promise.all([
      readCgroupLimits((path) => this.reads.file(path)),
      this.reads.file('/proc/meminfo').catch(() => ''),
      this.disk(),
    ]);
    const cpu = this.cpu(limits);
    const memory = this.memory(meminfo, limits);
    return {
      ...(cpu !== undefined && { cpu }),
      ...(memory && { memoryUsed: memory.total - memory.free, memoryTotal: memory.total }),
      ...(disk && { diskFree: disk.free, diskTotal: disk.total }),
    };
  }

  private cpu({ cpu: groups }: CgroupLimits): number | undefined {
    const now: CpuReading = { at: this.reads.now(), machine: attempt(() => this.reads.cpuTimes()), groups };
    const before = this.before;
    this.before = now;
    if (!before) return undefined;
    const shares = [machineShare(before, now), ...groupShares(before, now)].filter(
      (share) => share !== undefined,
    );
    return shares.length === 0 ? undefined : Math.max(...shares);
  }

  private memory(meminfo: string, { memory: groups }: CgroupLimits): Space | undefined {
    const all = [spaceIn(meminfo) ?? attempt(() => this.reads.memory()), ...groups].filter(isSpace);
    if (all.length === 0) return undefined;
    const total = Math.min(...all.map((space) => space.total));
    return { total, free: Math.min(total, ...all.map((space) => space.free)) };
  }

  /** Asks once at a time: each question to a disk that hangs would hold one of the few threads that read files. */
  private async disk(): Promise<Space | undefined> {
    this.diskAnswer ??= this.askDisk();
    const found = await within(DISK_MS, this.diskAnswer, 'late').catch(() => undefined);
    return found && isSpace(found) ? found : undefined;
  }

  private async askDisk(): Promise<Space> {
    try {
      return await this.reads.disk(this.options.folder);
    } finally {
      this.diskAnswer = undefined;
    }
  }
}

function machineShare(before: CpuReading, now: CpuReading): number | undefined {
  if (!before.machine || !now.machine) return undefined;
  return shareOf(now.machine.busy - before.machine.busy, now.machine.total - before.machine.total);
}

function groupShares(before: CpuReading, now: CpuReading): readonly (number | undefined)[] {
  const elapsed = now.at - before.at;
  return now.groups.map(({ path, cores, used }) => {
    const last = before.groups.find((group) => group.path === path);
    return last && shareOf(used - last.used, elapsed * cores);
  });
}

function shareOf(part: number, whole: number): number | undefined {
  const share = part / whole;
  return whole > 0 && share >= 0 ? Math.min(share, 1) : undefined;
}

function spaceIn(meminfo: string): Space | undefined {
  const total = /^MemTotal:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  const free = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  return total && free ? { total: Number(total) * 1024, free: Number(free) * 1024 } : undefined;
}

function isSpace(space: Space | undefined): space is Space {
  return space !== undefined && space.free >= 0 && space.total > 0 && Number.isFinite(space.total);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
