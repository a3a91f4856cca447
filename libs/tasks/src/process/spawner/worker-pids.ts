import { readFileSync, readdirSync } from 'node:fs';
import { processStartTime } from '../process-table.js';

/** A process, by the name that the worker has for it. */
export interface NamedProcess {
  readonly pid: number;
  readonly startTime: string;
}

/**
 * How the worker names a child of this process that has just been started and not been waited for. `workerProc`: the
 * worker's /proc, where this process has other pids; undefined where it has the same. Undefined when there is no such
 * child.
 */
export function nameForWorker(child: number, workerProc?: string): NamedProcess | undefined {
  if (workerProc === undefined) return { pid: child, startTime: processStartTime(child) };
  const pid = candidates(workerProc).findLast((candidate) => isChild(workerProc, candidate, child));
  return pid === undefined ? undefined : { pid, startTime: processStartTime(pid, workerProc) };
}

/** Children of this process, the newest last; all processes where the kernel does not list children. */
function candidates(workerProc: string): readonly number[] {
  try {
    const children = readFileSync(`${workerProc}/thread-self/children`, 'latin1');
    return children.trim().split(' ').map(Number);
  } catch {
    return readdirSync(workerProc).map(Number).filter(Boolean);
  }
}

function isChild(workerProc: string, candidate: number, child: number): boolean {
  const status = read(`${workerProc}/${candidate}/status`);
  if (!status.includes(`\nPPid:\t${selfIn(workerProc)}\n`)) return false;
  return /^NSpid:.*\t(\d+)$/m.exec(status)?.[1] === String(child);
}

let self = '';

function selfIn(workerProc: string): string {
  self ||= /^\d+/.exec(read(`${workerProc}/self/stat`))?.[0] ?? '';
  return self;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
