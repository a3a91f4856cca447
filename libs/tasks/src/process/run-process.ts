import type { TaskContext } from '../task-type.js';
import { drainPumps } from './drain-pumps.js';
import { startLogPump } from './log-pump.js';
import { signalGroup, stopGroupOnAbort } from './process-group.js';
import type { CommandLine, ExitStatus, StartedProcess } from './process-starter.js';

/** What a process needs of the attempt that it runs for. */
export type ProcessContext = Pick<
  TaskContext,
  'env' | 'workDir' | 'signal' | 'killGraceMs' | 'urgent' | 'log' | 'onSpawn' | 'processes'
>;

/** How a process ended. `stopped`: the attempt was told to end before the process had. */
export type ProcessEnd =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly stopped: boolean }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals; readonly stopped: boolean }
  /** There never was a process: the system's error, `code` such as ENOENT. */
  | { readonly kind: 'spawn-error'; readonly code: string; readonly message: string }
  /** There never was a process: the attempt was told to end before. */
  | { readonly kind: 'not-started' };

/**
 * Runs one command to its end as the leader of a process group of its own. The end is the exit of that process, not
 * the end of its output; whatever of the group is left then is killed. Output goes to `context.log` as it comes, and
 * the process waits when the log does. Rejects only for errors of the worker: `onSpawn`, `log` or `processes` failed.
 */
export async function runProcess(context: ProcessContext, command: CommandLine): Promise<ProcessEnd> {
  const { signal, env, workDir } = context;
  if (signal.aborted) return { kind: 'not-started' };
  const started = await context.processes.start({ command, workDir, env });
  if ('code' in started) return { kind: 'spawn-error', ...started };
  announce(context, started);
  return await superviseProcess(context, started);
}

async function superviseProcess(
  context: ProcessContext,
  { pid, stdout, stderr, exited }: StartedProcess,
): Promise<ProcessEnd> {
  const pumps = [
    startLogPump(stdout, (bytes) => context.log('stdout', bytes)),
    startLogPump(stderr, (bytes) => context.log('stderr', bytes)),
  ];
  const stopper = stopGroupOnAbort(pid, context);
  // A process whose log is lost must not run on. After its exit the pid may belong to somebody else.
  const logFailed = Promise.all(pumps.map((pump) => pump.done)).then(() => exited);
  const [exitCode, signal] = await Promise.race([exited, logFailed])
    .catch(() => killAndWait(pid, exited))
    .finally(() => stopper.finish());
  const stopped = stopper.stopping();
  await drainPumps(pumps, stopped);
  return signal === null
    ? { kind: 'exited', exitCode: exitCode ?? 0, stopped }
    : { kind: 'killed', signal, stopped };
}

function announce(context: ProcessContext, { pid, startTime, stdout, stderr }: StartedProcess): void {
  try {
    context.onSpawn({ pid, startTime });
  } catch (error) {
    signalGroup(pid, 'SIGKILL');
    stdout.destroy();
    stderr.destroy();
    throw error;
  }
}

function killAndWait(pid: number, exited: Promise<ExitStatus>): Promise<ExitStatus> {
  signalGroup(pid, 'SIGKILL');
  return exited;
}
