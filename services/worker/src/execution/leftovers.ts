import { readFileSync } from 'node:fs';
import { killMarkedProcesses } from '@millrace/tasks/processes';
import type { SpawnEntry } from './journal.js';

/** Kills what an earlier process of this worker left running: its process groups, if they are still the same ones. */
export function killLeftovers(spawned: readonly SpawnEntry[]): number {
  return spawned.filter(({ pid, startTime }) => sameProcess(pid, startTime) && killGroup(pid)).length;
}

/** Text in the environment of every process of an attempt whose folder is below this one. */
export function markOf(workFolder: string): string {
  return `MILLRACE_OUTPUT=${workFolder}/`;
}

/**
 * Kills every process whose environment names a file in this work folder: scripts that left their process group, and
 * those that started in the instant before the journal knew them. Linux; elsewhere it finds none.
 */
export function killMarked(workFolder: string): number {
  return killMarkedProcesses(markOf(workFolder));
}

/** A group may outlive its leader: then no process of that pid is there, and nobody else can have its number yet. */
function sameProcess(pid: number, startTime: string): boolean {
  const now = startTimeOf(pid);
  return now === undefined || startTime === '' || now === startTime;
}

function killGroup(pid: number): boolean {
  try {
    process.kill(-pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
