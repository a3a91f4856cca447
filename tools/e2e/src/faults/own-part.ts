import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PartName, StackEndpoints } from '@millrace/stack';
import { Stack, stackEndpoints } from '@millrace/stack';
import { until } from './until.js';

/** The parts that others named or share are left alone. */
const ENVIRONMENT = { MILLRACE_STACK: 'native' };
const GONE_MS = 10_000;

/** A Kafka broker, a database or a Redis that a test has for itself: it may be killed, paused and emptied. */
export class OwnPart<Name extends PartName> {
  private readonly stack: Stack;
  private guard: ChildProcess | undefined;
  private pid = -1;

  private constructor(
    private readonly name: Name,
    private readonly home: string,
    /** How clients reach it, also after a restart. */
    readonly endpoint: StackEndpoints[Name],
  ) {
    this.stack = new Stack({ home, environment: ENVIRONMENT });
  }

  /** Throws where it cannot be had. */
  static async start<Name extends PartName>(name: Name): Promise<OwnPart<Name>> {
    const home = mkdtempSync(join(tmpdir(), `millrace-own-${name}-`));
    const found = await stackEndpoints([name], { home, environment: ENVIRONMENT });
    if ('missing' in found) {
      rmSync(home, { recursive: true, force: true });
      throw new Error(found.missing);
    }
    const part = new OwnPart(name, home, found[name]);
    await part.watch();
    return part;
  }

  /** As a crash of its machine: it has no time for anything. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.disarm();
    this.signal('SIGKILL');
    await until(`the end of ${this.name}`, () => !this.lives(), GONE_MS);
  }

  /** Starts it with the data and the addresses that it had, and waits until it serves. */
  async restart(): Promise<void> {
    const { [this.name]: standing } = await this.stack.up([this.name]);
    if (!standing?.up) throw new Error(`${this.name} does not come back: ${standing?.reason ?? 'unknown'}`);
    await this.watch();
  }

  /** It stands still: connections stay open, and nothing is answered. */
  pause(): void {
    this.signal('SIGSTOP');
  }

  continue(): void {
    this.signal('SIGCONT');
  }

  /** Ends it, also when it stands still, and removes its data. */
  async remove(): Promise<void> {
    if (this.lives()) await this.kill();
    await this.stack.down([this.name], { wipe: true });
    rmSync(this.home, { recursive: true, force: true });
  }

  private async watch(): Promise<void> {
    const { [this.name]: standing } = await this.stack.status([this.name]);
    if (!standing?.up || standing.pid === undefined) throw new Error(`${this.name} does not run.`);
    this.pid = standing.pid;
    this.arm();
  }

  /** The stack lets its parts outlive it; this one ends with its test, however that ends. */
  private arm(): void {
    const script = 'cat > /dev/null; kill -KILL "-$1"';
    this.guard = spawn('sh', ['-c', script, 'sh', String(this.pid)], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.guard.unref();
  }

  private disarm(): void {
    this.guard?.kill('SIGKILL');
    this.guard = undefined;
  }

  private signal(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  private lives(): boolean {
    try {
      process.kill(this.pid, 0);
      return true;
    } catch {
      return false;
    }
  }
}
