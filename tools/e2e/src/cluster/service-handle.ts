import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { REPOSITORY } from '../repository.js';

/** The program of all services, in the repository. */
export const CLUSTER_MAIN = 'services/cluster/dist/main.js';
const END_WITH_PARENT = join(REPOSITORY, 'tools/e2e/dist/cluster/end-with-parent.js');

export type ServiceName = 'master' | 'worker' | 'api' | 'logger';

/** How a process of a service is started. */
export interface ServiceLaunch {
  readonly service: ServiceName;
  /** What it is called in messages: `worker-2`. */
  readonly name: string;
  /** Where its settings are written before it starts. */
  readonly file: string;
  readonly settings: () => object;
}

/** What a service says when it is ready. */
export interface Ready {
  readonly ready: true;
  readonly service: ServiceName;
  /** Of the API: where it listens. */
  readonly url?: string;
}

/** A process of a service, and after its end the next one of the same name. */
export class ServiceHandle {
  private child: ChildProcess | undefined;
  private exited: Promise<number | null> = Promise.resolve(null);
  private environment: Readonly<Record<string, string>> = {};
  /** What its processes wrote to their standard error. */
  errors = '';

  constructor(private readonly launch: ServiceLaunch) {}

  get name(): string {
    return this.launch.name;
  }

  get service(): ServiceName {
    return this.launch.service;
  }

  get pid(): number {
    return this.child?.pid ?? -1;
  }

  get runs(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Variables for the processes that start from now on, beside those of this one. */
  setEnvironment(env: Readonly<Record<string, string>>): void {
    this.environment = env;
  }

  /** Starts a process and waits until it says that it is ready. Throws when it ends before. */
  async start(): Promise<Ready> {
    if (this.runs) throw new Error(`${this.name} runs already.`);
    const { service, file, settings } = this.launch;
    writeFileSync(file, JSON.stringify(settings(), undefined, 2));
    const args = [
      '--import',
      END_WITH_PARENT,
      join(REPOSITORY, CLUSTER_MAIN),
      'serve',
      service,
      '--config',
      file,
    ];
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...this.environment },
    });
    this.child = child;
    this.exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (data: Buffer) => (this.errors += data.toString()));
    return await new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Ready));
      child.once('close', (code, signal) =>
        reject(new Error(`${this.name} ended with ${code ?? signal}: ${this.errors}`)),
      );
    });
  }

  /** Ends the process as a crash would, also one that is paused, and waits until it is gone. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** Asks the process to end; gives its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.runs) return 0;
    this.child?.kill(signal);
    return await this.exited;
  }

  /** The process stands still until it is continued: to the others it seems to be gone. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  continue(): void {
    this.child?.kill('SIGCONT');
  }

  /** Resolves with the exit code when the process ends by itself. */
  ended(): Promise<number | null> {
    return this.exited;
  }
}
