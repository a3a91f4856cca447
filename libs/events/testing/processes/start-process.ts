import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FLAGS = [
  '--conditions=@millrace/source',
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
];

/** A process of its own that uses a log: it tells what it does line by line, and can be killed at any time. */
export interface LogProcess {
  readonly pid: number;
  /** Resolves when so many lines have been told; rejects when the process ends before. */
  until(lines: number): Promise<readonly string[]>;
  /** Kills it so that it cannot do anything more, and gives all the lines that it told. */
  kill(): Promise<readonly string[]>;
}

/** `script`: a file of this folder. */
export function startProcess(script: string, ...args: readonly string[]): LogProcess {
  const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const imports = ['--import', new URL('register-sources.mjs', import.meta.url).href];
  const child = spawn(process.execPath, [...FLAGS, ...imports, here(script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting: {
    readonly count: number;
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    lines.push(line);
    for (const one of waiting) if (lines.length >= one.count) one.resolve();
  });
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]);
  void ended.then(() => {
    for (const one of waiting) one.reject(new Error(`${script} has ended after ${lines.length} lines.`));
  });
  return {
    pid: pidOf(child),
    until: async (count) => {
      if (lines.length < count)
        await new Promise<void>((resolve, reject) => waiting.push({ count, resolve, reject }));
      return [...lines];
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      return lines;
    },
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The process could not be started.');
  return pid;
}
