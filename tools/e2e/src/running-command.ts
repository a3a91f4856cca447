import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { REPOSITORY } from './repository.js';

export interface Ended {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** A program of ours that was started as a child: what it says, and how it ends. */
export class RunningCommand {
  readonly ended: Promise<Ended>;
  private readonly child: Child;
  private out = '';
  private err = '';
  private listeners: (() => void)[] = [];

  /** `args`: the program, relative to the repository, and its arguments. */
  constructor(args: readonly string[], { env = {}, cwd = REPOSITORY }: Surroundings = {}) {
    const [program = '', ...rest] = args;
    this.child = spawn(process.execPath, [`${REPOSITORY}/${program}`, ...rest], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      cwd,
    });
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.on('data', (data: Buffer) => this.take(() => (this.out += data.toString())));
    this.child.stderr.on('data', (data: Buffer) => this.take(() => (this.err += data.toString())));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        resolve({ code: code ?? undefined, out: this.out, err: this.err });
        this.take(() => undefined);
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Resolves when it has said so much, on either stream. Throws when it ends without. */
  async said(text: string): Promise<void> {
    while (!this.out.includes(text) && !this.err.includes(text)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`It ended without '${text}': ${this.out}${this.err}`);
      }
      await new Promise<void>((resolve) => this.listeners.push(resolve));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Writes so much to its standard input, and closes that. */
  give(text = ''): this {
    this.child.stdin.end(text);
    return this;
  }

  private take(change: () => void): void {
    change();
    for (const wake of this.listeners.splice(0)) wake();
  }
}
