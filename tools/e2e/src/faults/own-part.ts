import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PartName, StackEndpoints } from '@millrace/stack';
import { Stack, stackEndpoints } from '@millrace/stack';
import { GuardedProcess } from './guarded-process.js';

/** The parts that others named or share are left alone. */
const ENVIRONMENT = { MILLRACE_STACK: 'native' };

/** A Kafka broker, a database or a Redis that a test has for itself: it may be killed, paused and emptied. */
export class OwnPart<Name extends PartName> {
  private readonly stack: Stack;
  private process: GuardedProcess | undefined;

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
    await this.process?.kill();
  }

  /** Starts it with the data and the addresses that it had, and waits until it serves. */
  async restart(): Promise<void> {
    const { [this.name]: standing } = await this.stack.up([this.name]);
    if (!standing?.up) throw new Error(`${this.name} does not come back: ${standing?.reason ?? 'unknown'}`);
    await this.watch();
  }

  /** It stands still: connections stay open, and nothing is answered. */
  pause(): void {
    this.process?.pause();
  }

  continue(): void {
    this.process?.continue();
  }

  /** Ends it, also when it stands still, and removes its data. */
  async remove(): Promise<void> {
    if (this.process?.lives) await this.kill();
    await this.stack.down([this.name], { wipe: true });
    rmSync(this.home, { recursive: true, force: true });
  }

  private async watch(): Promise<void> {
    const { [this.name]: standing } = await this.stack.status([this.name]);
    if (!standing?.up || standing.pid === undefined) throw new Error(`${this.name} does not run.`);
    this.process = new GuardedProcess(this.name, standing.pid);
  }
}
