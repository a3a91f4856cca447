import { existsSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { TaskContext, TaskResult } from '../task-type.js';
import { readOutputsFile } from './read-outputs-file.js';
import type { ProcessEnd } from './run-process.js';
import { runProcess } from './run-process.js';

/** A script and what reads it. */
export interface ScriptCommand {
  /** Name of its file in the work folder. */
  readonly fileName: string;
  readonly script: string;
  /** The program and the arguments that stand before the file. */
  readonly interpreter: readonly [program: string, ...args: string[]];
}

/** Runs a script from a file of the attempt's work folder, and reads what it has put into `$MILLRACE_OUTPUT`. */
export async function runScript(context: TaskContext, command: ScriptCommand): Promise<TaskResult> {
  try {
    // Synchronous on purpose: the file is small, and three trips through the thread pool cost more than the write.
    writeFileSync(join(context.workDir, command.fileName), command.script, { flag: 'wx', mode: 0o700 });
  } catch (error) {
    return workFolderFailed(error instanceof Error ? error.message : String(error));
  }
  const end = await runProcess(context, [...command.interpreter, `./${command.fileName}`]);
  switch (end.kind) {
    case 'not-started':
      return { state: 'stopped' };
    case 'spawn-error':
      return spawnFailed(context, command.interpreter[0], end);
    case 'killed':
      return end.stopped ? { state: 'stopped' } : failedBySignal(end.signal);
    case 'exited':
      return end.stopped ? { state: 'stopped', exitCode: end.exitCode } : resultOfExit(context, end.exitCode);
  }
}

function resultOfExit(context: TaskContext, exitCode: number): TaskResult {
  if (exitCode !== 0) {
    return { state: 'failed', code: 'EXIT_CODE', message: describeExitCode(exitCode), exitCode };
  }
  const read = readOutputsFile(context.env['MILLRACE_OUTPUT']);
  return 'code' in read
    ? { state: 'failed', ...read, exitCode }
    : { state: 'succeeded', outputs: read.outputs, exitCode };
}

function failedBySignal(signal: NodeJS.Signals): TaskResult {
  return { state: 'failed', code: 'SIGNAL', message: `killed by ${signal}` };
}

/** Shells report a command that a signal has ended as 128 + the signal's number. */
function describeExitCode(exitCode: number): string {
  const signal = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)?.[0];
  return signal === undefined
    ? `exit code ${exitCode}`
    : `exit code ${exitCode} (in a shell: a command was killed by ${signal})`;
}

function spawnFailed(
  context: TaskContext,
  program: string,
  error: Extract<ProcessEnd, { kind: 'spawn-error' }>,
): TaskResult {
  if (error.code === 'ENOENT' && existsSync(context.workDir)) {
    const message = `The command ${program} was not found on this worker; install it or correct PATH.`;
    return { state: 'failed', code: 'COMMAND_NOT_FOUND', message, retryable: false };
  }
  if (error.code === 'ENOENT') return workFolderFailed(error.message);
  const message = `${program} could not be started: ${error.message}`;
  const passing = ['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(error.code);
  return { state: 'failed', code: 'SPAWN_FAILED', message, retryable: passing };
}

function workFolderFailed(reason: string): TaskResult {
  return { state: 'failed', code: 'WORK_FOLDER_FAILED', message: `The work folder is not usable: ${reason}` };
}
