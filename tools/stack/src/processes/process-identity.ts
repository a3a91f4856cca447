import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Ids of processes are used again; with the time of its start, in ticks since the boot, a process is itself. */
export const processIdentity = z.object({ pid: z.int().positive(), startedAt: z.string().min(1) });

export type ProcessIdentity = z.infer<typeof processIdentity>;

/** From the text of `/proc/<pid>/stat`; undefined for a zombie, which has ended and only waits to be reaped. */
export function startFromStat(stat: string): string | undefined {
  // The second field is the command in parentheses and may hold anything. The state is the 3rd, the start the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/** Undefined when no such process runs. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const startedAt = startFromStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return startedAt === undefined ? undefined : { pid, startedAt };
  } catch {
    return undefined;
  }
}

export const isAlive = ({ pid, startedAt }: ProcessIdentity): boolean =>
  identify(pid)?.startedAt === startedAt;
