import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel says of one process. */
interface ProcessStatus {
  readonly state: string;
  readonly group: number;
  readonly startTime: string;
}

/**
 * Start time of a process in clock ticks since boot (field 22 of /proc/PID/stat), '' where there is no /proc. With
 * the pid it names a process also after the pid has been used again. `proc`: the /proc in which it has that pid.
 */
export function processStartTime(pid: number, proc = '/proc'): string {
  return readStatus(pid, proc)?.startTime ?? '';
}

/**
 * True while a process of the group runs. A zombie does not run: where pid 1 reaps nothing, as in many containers,
 * it would stay for ever. Where there is no /proc nothing is known, and the answer is undefined.
 */
export function groupHasRunning(group: number): boolean | undefined {
  const pids = listPids();
  return pids?.some((pid) => {
    const status = readStatus(pid, '/proc');
    return status?.group === group && status.state !== 'Z' && status.state !== 'X';
  });
}

function listPids(): readonly number[] | undefined {
  try {
    const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
    return pids.length === 0 ? undefined : pids.map(Number);
  } catch {
    return undefined;
  }
}

function readStatus(pid: number, proc: string): ProcessStatus | undefined {
  let text: string;
  try {
    text = readFileSync(`${proc}/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The program's name, in brackets, may itself hold brackets and blanks: count from the last bracket.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', group: Number(fields[2]), startTime: fields[19] ?? '' };
}
