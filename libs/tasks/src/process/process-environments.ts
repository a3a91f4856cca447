import { readFileSync, readdirSync } from 'node:fs';

/** A process of this machine, and the variables that it was started with. */
export interface ProcessEnvironment {
  readonly pid: number;
  /** `NAME=value` with a NUL after each; empty for one that has ended, or is another user's. */
  readonly environment: string;
}

/** Every other process that this one sees. Linux; elsewhere there are none. */
export function* processEnvironments(): Iterable<ProcessEnvironment> {
  for (const pid of pids()) yield { pid, environment: environmentOf(pid) };
}

function pids(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid);
  } catch {
    return [];
  }
}

/** Empty for a process that has ended, though nobody has waited for it yet. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}
