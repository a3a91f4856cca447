/**
 * The process that starts the scripts of a worker (a program of its own, not to be imported). It is small, so a fork
 * of it is cheap; and it sees the end of the worker, however that comes, and ends all scripts with it.
 */
import { spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { startFailure } from '../process-starter.js';
import { processStartTime } from '../process-table.js';
import { closeInherited } from './close-inherited.js';
import type { SpawnAnswer, SpawnOrder } from './spawner-messages.js';

/** Leaders of the process groups that run. */
const running = new Set<number>();

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

/** This is the one place where a guard (a PID namespace, a cgroup) would wrap the command. */
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
  answer({ id, pid, startTime: processStartTime(pid) });
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

function endAll(): void {
  for (const group of running) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
  process.exit(0);
}

// Whoever asks the worker to end may ask all its processes; scripts end when the worker says so.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
closeInherited();
process.title = 'millrace-spawner';
process.on('message', (order: SpawnOrder) => start(order));
process.on('disconnect', endAll);
