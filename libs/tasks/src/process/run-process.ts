import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { TaskContext } from '../task-type.js';
import { drainPumps } from './drain-pumps.js';
import type { CommandLine } from './launch-command.js';
import { launchCommand } from './launch-command.js';
import { startLogPump } from './log-pump.js';
import { signalGroup, stopGroupOnAbort } from './process-group.js';
import { processStartTime } from './process-table.js';

/** What a process needs of the attempt that it runs for. */
export type ProcessContext = Pick<
  TaskContext,
  'env' | 'workDir' | 'signal' | 'killGraceMs' | 'log' | 'onSpawn'
>;

/** How a process ended. `stopped`: the attempt was told to end before the process had. */
export type ProcessEnd =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly stopped: boolean }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals; readonly stopped: boolean }
  /** There never was a process: the system's error, `code` such as ENOENT. */
  | { readonly kind: 'spawn-error'; readonly code: string; readonly message: string }
  /** There never was a process: the attempt was told to end before. */
  | { readonly kind: 'not-started' };

type Child = ChildProcessByStdio<null, Readable, Readable>;
type ExitStatus = readonly [exitCode: number | null, signal: NodeJS.Signals | null];

/**
 * Runs one command to its end as the leader of a process group of its own. The end is the exit of that process, not
 * the end of its output; whatever of the group is left then is killed. Output goes to `context.log` as it comes, and
 * the process waits when the log does. Rejects only for errors of the worker: `onSpawn` or `log` failed.
 */
export async function runProcess(context: ProcessContext, command: CommandLine): Promise<ProcessEnd> {
  if (context.signal.aborted) return { kind: 'not-started' };
  const child = launch(context, command);
  if ('kind' in child) return child;
  const { pid } = child;
  if (pid === undefined) return await spawnFailure(child);
  const exited = waitForExit(child);
  announce(context, child, pid);
  return await superviseProcess(context, { child, pid, exited });
}

async function superviseProcess(
  context: ProcessContext,
  running: { readonly child: Child; readonly pid: number; readonly exited: Promise<ExitStatus> },
): Promise<ProcessEnd> {
  const { child, pid, exited } = running;
  const pumps = [
    startLogPump(child.stdout, (bytes) => context.log('stdout', bytes)),
    startLogPump(child.stderr, (bytes) => context.log('stderr', bytes)),
  ];
  const stopper = stopGroupOnAbort(pid, context.signal, context.killGraceMs);
  // A process whose log is lost must not run on. After its exit the pid may belong to somebody else.
  const logFailed = Promise.all(pumps.map((pump) => pump.done)).then(() => exited);
  const [exitCode, signal] = await Promise.race([exited, logFailed]).catch(() => killAndWait(pid, exited));
  const stopped = stopper.stopping();
  await stopper.finish();
  await drainPumps(pumps, stopped);
  return signal === null
    ? { kind: 'exited', exitCode: exitCode ?? 0, stopped }
    : { kind: 'killed', signal, stopped };
}

function launch(context: ProcessContext, command: CommandLine): Child | ProcessEnd {
  const { program, args, options } = launchCommand(command, context);
  try {
    return spawn(program, args, options);
  } catch (error) {
    return spawnError(error);
  }
}

function announce(context: ProcessContext, child: Child, pid: number): void {
  try {
    context.onSpawn({ pid, startTime: processStartTime(pid) });
  } catch (error) {
    signalGroup(pid, 'SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
    throw error;
  }
}

function waitForExit(child: Child): Promise<ExitStatus> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve([exitCode, signal]));
  });
}

function killAndWait(pid: number, exited: Promise<ExitStatus>): Promise<ExitStatus> {
  signalGroup(pid, 'SIGKILL');
  return exited;
}

function spawnFailure(child: Child): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(spawnError(error)));
  });
}

function spawnError(error: unknown): ProcessEnd {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  return { kind: 'spawn-error', code, message };
}
