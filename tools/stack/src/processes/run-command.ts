import { spawn } from 'node:child_process';
import { findProgram } from './find-program.js';

export interface Ended {
  readonly ok: boolean;
  /** Both streams, as they came. */
  readonly output: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** After that it is ended, and has not succeeded; 0: never. */
  readonly timeoutMs?: number;
}

export type RunCommand = (program: string, args: readonly string[], options?: RunOptions) => Promise<Ended>;

const LAST_CHARACTERS = 1_500;

/** Runs a program to its end. One that cannot be started has not succeeded; it does not throw. */
export const runCommand: RunCommand = (program, args, { env, timeoutMs = 0 } = {}) => {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn(findProgram(program) ?? program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    timeout: timeoutMs,
  });
  const chunks: Buffer[] = [];
  const collect = (chunk: Buffer) => {
    chunks.push(chunk);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.once('error', (error) => resolve({ ok: false, output: error.message }));
  child.once('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  return promise;
};

/** Throws, with the end of what the program said, when it fails. */
export async function mustRun(program: string, args: readonly string[], options?: RunOptions): Promise<void> {
  const { ok, output } = await runCommand(program, args, options);
  if (!ok) throw new Error(`${program} failed: ${output.trim().slice(-LAST_CHARACTERS)}`);
}
