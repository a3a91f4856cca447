import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MillraceClient, SOCKET_URL, socketTransport } from '@millrace/api-contract';
import type { LogSource } from '@millrace/checker';
import { besideFolder, openFolder } from '@millrace/checker';
import type { ReadDatabase } from '@millrace/persistence';
import { READ_DATABASES } from '@millrace/persistence';
import { checkSystem } from './check-system.js';
import { logOf, readModelOf } from './data-folders.js';
import { REPOSITORY } from './repository.js';
import type { ApiDoor, RunningSystem } from './running-system.js';
import { untilClosed } from './server-signs.js';

const MAIN = join(REPOSITORY, 'services/standalone/dist/main.js');
const FLAGS = ['--disable-warning=ExperimentalWarning'];

/** A data folder with the standalone process that runs on it: the built artefact, as a user starts it. */
export class StandaloneProcess implements RunningSystem {
  private child: ChildProcess | undefined;
  private exited: Promise<number | null> = Promise.resolve(null);
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

  get door(): ApiDoor {
    const token = readFileSync(join(this.folder, 'token'), 'utf8').trim();
    return { baseUrl: SOCKET_URL, transport: socketTransport(this.socket), token };
  }

  get environment(): Readonly<Record<string, string>> {
    return { MILLRACE_DATA: this.folder };
  }

  async start(): Promise<MillraceClient> {
    const args = [
      ...FLAGS,
      MAIN,
      '--data',
      this.folder,
      '--socket',
      this.socket,
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
    await this.firstLine(child);
    this.client = new MillraceClient(this.door);
    return this.client;
  }

  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** The next process gets none of the variables of this one. */
  clearEnvironment(): void {
    this.env = {};
  }

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

  /** The first thing that it does when it is told to end is to take no more requests. */
  async untilEnding(): Promise<void> {
    if (!this.client) throw new Error('The process was not started.');
    await untilClosed(this.client);
  }

  async openLog(): Promise<LogSource> {
    return openFolder(this.folder);
  }

  readModel(): ReadDatabase {
    return READ_DATABASES.sqlite(join(this.folder, 'read-model.db'));
  }

  async removeReadModel(): Promise<void> {
    for (const name of readModelOf(this.folder)) rmSync(name);
  }

  async remove(): Promise<void> {
    await this.kill();
    if (existsSync(logOf(this.folder)))
      await checkSystem(await this.openLog(), this.errors, await besideFolder(this.folder));
    if (process.env.MILLRACE_KEEP === undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  get pid(): number {
    return this.child?.pid ?? -1;
  }

  private get socket(): string {
    return join(this.folder, 'api.sock');
  }

  private firstLine(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!child.stdout) return reject(new Error('The process has no standard output.'));
      createInterface({ input: child.stdout }).once('line', () => resolve());
      child.once('exit', (code) => reject(new Error(`standalone ended with ${code}: ${this.errors}`)));
    });
  }
}
