import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { until } from './until.js';

const GONE_MS = 10_000;

/** A process that would outlive this one, with its group: it ends with this one, however that ends, and can be hurt. */
export class GuardedProcess {
  private guard: ChildProcess | undefined;

  /** `name`: of it, for messages; `pid`: of it and of its group. */
  constructor(
    private readonly name: string,
    private readonly pid: number,
  ) {
    this.arm();
  }

  get lives(): boolean {
    try {
      process.kill(this.pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  /** As a crash of its machine: it has no time for anything. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.leave();
    this.signal('SIGKILL');
    await until(`the end of ${this.name}`, () => !this.lives, GONE_MS);
  }

  /** It stands still: connections stay open, and nothing is answered. */
  pause(): void {
    this.signal('SIGSTOP');
  }

  continue(): void {
    this.signal('SIGCONT');
  }

  /** It may outlive this process again. */
  leave(): void {
    this.guard?.kill('SIGKILL');
    this.guard = undefined;
  }

  private arm(): void {
    const script = 'cat > /dev/null; kill -KILL -- "-$1"';
    this.guard = spawn('sh', ['-c', script, 'sh', String(this.pid)], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.guard.unref();
  }

  private signal(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }
}
