import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { MillraceClient, SOCKET_URL, socketTransport } from '@millrace/api-contract';
import { checkFolder } from './check-folder.js';

export const REPOSITORY = resolve(import.meta.dirname, '../../..');

const MAIN = join(REPOSITORY, 'services/standalone/dist/main.js');
const FLAGS = ['--disable-warning=ExperimentalWarning'];

interface Ready {
  readonly ready: true;
  readonly socket: string;
  readonly tokenFile: string;
}

/** A data folder with the standalone process that runs on it: the built artefact, as a user starts it. */
export class StandaloneProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<number | null> = Promise.resolve(null);
  /** What the process wrote to its standard error. */
  errors = '';
  client: MillraceClient | undefined;

  private constructor(
    readonly folder: string,
    private readonly args: readonly string[],
    private env: Readonly<Record<string, string>>,
  ) {}

  /** A fresh data folder; nothing runs yet. */
  static create(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): StandaloneProcess {
    return new StandaloneProcess(mkdtempSync(join(tmpdir(), 'millrace-e2e-')), args, env);
  }

  /** Starts the process and waits until it says that it is ready. */
  async start(): Promise<MillraceClient> {
    const socket = join(this.folder, 'api.sock');
    const args = [
      ...FLAGS,
      MAIN,
      '--data',
      this.folder,
      '--socket',
      socket,
      '--exit-with-parent',
      '--state-hashes',
      'every',
      ...this.args,
    ];
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...this.env },
    });
    this.child = child;
    this.exited = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    child.stderr.on('data', (data: Buffer) => (this.errors += data.toString()));
    const ready = await this.firstLine(child);
    const token = readFileSync(ready.tokenFile, 'utf8').trim();
    this.client = new MillraceClient({
      baseUrl: SOCKET_URL,
      transport: socketTransport(ready.socket),
      token,
    });
    return this.client;
  }

  /** Ends the process as a crash of the machine would, and waits until it is gone. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** The next process gets none of the variables of this one. */
  clearEnvironment(): void {
    this.env = {};
  }

  /** Asks the process to end; gives its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<number | null> {
    this.child?.kill(signal);
    return this.exited;
  }

  /** Closes its standard input, as the death of its parent would; gives its exit code. */
  async closeInput(): Promise<number | null> {
    this.child?.stdin?.end();
    return this.exited;
  }

  /** Resolves with the exit code when the process ends by itself. */
  ended(): Promise<number | null> {
    return this.exited;
  }

  /**
   * Ends the process if it runs, checks that its log gives the states that it had, and that it found the same at each
   * start, and removes its folder.
   */
  async remove(): Promise<void> {
    await this.kill();
    await checkFolder(this.folder);
    if (this.errors.includes('reads the events of a run otherwise')) throw new Error(this.errors);
    if (process.env.MILLRACE_KEEP === undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  get pid(): number {
    return this.child?.pid ?? -1;
  }

  private firstLine(child: ChildProcess): Promise<Ready> {
    return new Promise((resolve, reject) => {
      if (!child.stdout) return reject(new Error('The process has no standard output.'));
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Ready));
      child.once('exit', (code) => reject(new Error(`standalone ended with ${code}: ${this.errors}`)));
    });
  }
}
