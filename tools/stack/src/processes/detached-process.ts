import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Launch } from '../parts/part.js';
import { findProgram } from './find-program.js';
import { openLog } from './log-file.js';
import type { ProcessIdentity } from './process-identity.js';
import { identify, isAlive } from './process-identity.js';
import { until } from './until.js';

const GRACE_MS = 15_000;
const KILL_MS = 5_000;

/** Starts a process in a group of its own, which outlives this one. What it says goes to the log of `home`. */
export async function startDetached({ program, args }: Launch, home: string): Promise<ProcessIdentity> {
  await mkdir(home, { recursive: true });
  const log = openLog(home);
  try {
    const child = spawn(findProgram(program) ?? program, args, {
      detached: true,
      cwd: home,
      stdio: ['ignore', log.file, log.file],
    });
    await once(child, 'spawn');
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity === undefined) throw new Error(`${program} ended as soon as it was started.`);
    return identity;
  } finally {
    log.close();
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** Ends a process and its group, the hard way when it does not go by itself. A stale identity ends nobody. */
export async function endProcess(identity: ProcessIdentity): Promise<void> {
  if (!isAlive(identity)) return;
  const gone = () => !isAlive(identity);
  signalGroup(identity.pid, 'SIGTERM');
  if (await until(gone, GRACE_MS)) return;
  signalGroup(identity.pid, 'SIGKILL');
  if (!(await until(gone, KILL_MS))) throw new Error(`Process ${identity.pid} does not end.`);
}
