import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OwnBroker, StackEndpoints } from '@millrace/stack';
import { prepareOwnBrokers } from '@millrace/stack';
import { GuardedProcess } from './guarded-process.js';

/** Three, so that one of them may be lost: topics are kept by all, and an append needs two. */
const BROKERS = 3;

/** Kafka brokers that a test has for itself: each may be killed and paused. */
export class OwnBrokers {
  private readonly processes: (GuardedProcess | undefined)[] = [];

  private constructor(
    private readonly home: string,
    private readonly brokers: readonly OwnBroker[],
  ) {}

  /** Throws where they cannot be had. */
  static async start(): Promise<OwnBrokers> {
    const home = mkdtempSync(join(tmpdir(), 'millrace-own-brokers-'));
    const own = new OwnBrokers(home, await prepareOwnBrokers(home, BROKERS));
    try {
      await Promise.all(own.all.map((at) => own.restart(at)));
      return own;
    } catch (error) {
      await own.remove();
      throw error;
    }
  }

  /** How clients reach them. */
  get endpoint(): StackEndpoints['kafka'] {
    return { brokers: this.brokers.map(({ address }) => address) };
  }

  /** What they are called by the following. */
  get all(): readonly number[] {
    return [...this.brokers.keys()];
  }

  /** As a crash of its machine. Resolves when it is gone. */
  async kill(at: number): Promise<void> {
    await this.processes[at]?.kill();
  }

  /** Starts it with the data and the address that it had, and waits until it serves. */
  async restart(at: number): Promise<void> {
    const start = this.brokers[at]?.start((pid) => {
      this.processes[at] = new GuardedProcess(`broker ${at + 1}`, pid);
    });
    await start;
  }

  /** Ends them, and removes their data. */
  async remove(): Promise<void> {
    for (const one of this.processes) if (one?.lives) await one.kill();
    rmSync(this.home, { recursive: true, force: true });
  }
}
