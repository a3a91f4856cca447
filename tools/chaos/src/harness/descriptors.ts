import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** File descriptors of a process and of those that it has begun: taken away, they keep what they have open. */
export class Descriptors {
  /** Soft limits by process. */
  private readonly had = new Map<number, string>();

  private constructor() {}

  /** From now on nothing more can be opened: no file, no connection, no pipe. */
  static take(pid: number): Descriptors {
    const taken = new Descriptors();
    for (const one of familyOf(pid)) unlessEnded(one, () => taken.takeFrom(one));
    return taken;
  }

  /** Why they cannot be taken here; undefined where they can. */
  static lacks(): string | undefined {
    try {
      prlimit(process.pid, '--nofile');
      familyOf(process.pid);
      return undefined;
    } catch (error) {
      return `no limits of processes: ${error instanceof Error ? error.message.trim() : String(error)}`;
    }
  }

  giveBack(): void {
    for (const [pid, soft] of this.had) unlessEnded(pid, () => prlimit(pid, `--nofile=${soft}:`));
  }

  private takeFrom(pid: number): void {
    this.had.set(pid, prlimit(pid, '--nofile', '--output=SOFT', '--noheadings').trim());
    prlimit(pid, '--nofile=0:');
  }
}

/** Scripts come and go meanwhile. */
function unlessEnded<T>(pid: number, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (lives(pid)) throw error;
    return undefined;
  }
}

function prlimit(pid: number, ...args: readonly string[]): string {
  return execFileSync('prlimit', ['--pid', String(pid), ...args], { encoding: 'utf8', stdio: 'pipe' });
}

function familyOf(pid: number): readonly number[] {
  return [pid, ...(unlessEnded(pid, () => childrenOf(pid)) ?? []).flatMap(familyOf)];
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
