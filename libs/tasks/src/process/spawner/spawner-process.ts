/**
 * The process that starts the scripts of a worker (a program of its own, not to be imported). It is small, so a fork
 * of it is cheap; and it sees the end of the worker, however that comes, and ends all scripts with it.
 */
import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killMarkedProcesses } from '../marked-processes.js';
import { startFailure } from '../process-starter.js';
import { closeInherited } from './close-inherited.js';
import type { LiveOrder, SpawnAnswer, SpawnOrder, SpawnerSetup } from './spawner-messages.js';
import { nameForWorker } from './worker-pids.js';

const setup = JSON.parse(process.argv[2] ?? '{}') as SpawnerSetup;

/** Leaders of the process groups that run. */
const running = new Set<number>();

let lease: NodeJS.Timeout | undefined;

function answer(message: SpawnAnswer): void {
  // A worker that has gone needs no answer: `disconnect` follows.
  process.send?.(message, () => undefined);
}

function start(order: SpawnOrder): void {
  const outputs: number[] = [];
  try {
    for (const path of [order.stdout, order.stderr]) outputs.push(openForWriting(path));
    launch(order, outputs);
  } catch (error) {
    answer({ id: order.id, failure: startFailure(error) });
  } finally {
    for (const output of outputs) closeSync(output);
  }
}

function launch({ id, command, workDir, env }: SpawnOrder, outputs: readonly number[]): void {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: workDir, env, detached: true, stdio: ['ignore', ...outputs] });
  const { pid } = child;
  if (pid === undefined) {
    child.once('error', (error) => answer({ id, failure: startFailure(error) }));
    return;
  }
  running.add(pid);
  child.once('exit', (exitCode, signal) => {
    running.delete(pid);
    answer({ id, exitCode, signal });
  });
  // Read before the process can be waited for: until then nobody else can have its pid.
  const named = nameForWorker(pid, setup.workerProc);
  if (named) return answer({ id, ...named });
  killGroup(pid);
  answer({ id, failure: { code: 'PID_UNKNOWN', message: 'its pid could not be found' } });
}

/** A named pipe has no writer's end without a reader: for the moment of opening this process is one itself. */
function openForWriting(path: string): number {
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return openSync(path, constants.O_WRONLY);
  } finally {
    closeSync(reader);
  }
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

function endAll(): never {
  for (const group of running) killGroup(group);
  if (setup.mark !== undefined) killMarkedProcesses(setup.mark);
  // This process is in the group, too.
  if (setup.cgroup !== undefined) writeFileSync(join(setup.cgroup, 'cgroup.kill'), '1');
  process.exit(0);
}

/** The worker says that it has its lease: it may be frozen from now on. */
function live({ liveMs }: LiveOrder): void {
  clearTimeout(lease);
  lease = setTimeout(endAll, liveMs);
}

// Whoever asks the worker to end may ask all its processes; scripts end when the worker says so.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
closeInherited();
process.title = 'millrace-spawner';
if (setup.cgroup !== undefined) writeFileSync(join(setup.cgroup, 'cgroup.procs'), String(process.pid));
process.on('message', (order: SpawnOrder | LiveOrder) => ('liveMs' in order ? live(order) : start(order)));
process.on('disconnect', endAll);
