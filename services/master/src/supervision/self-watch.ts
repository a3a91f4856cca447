import { randomUUID } from 'node:crypto';
import type { MasterLoad, Registry } from '@millrace/registry';
import type { Logger } from '@millrace/telemetry';
import type { CommandHold } from './command-hold.js';
import type { MasterThresholds } from './master-overload.js';
import { MasterOverload } from './master-overload.js';
import { MasterPresence } from './master-presence.js';
import type { OwnLoad } from './own-load.js';
import { ProcessVitals } from './process-vitals.js';

export interface SelfWatchInit {
  readonly registry: Registry;
  readonly name: string;
  readonly thresholds: MasterThresholds | undefined;
  readonly hold: CommandHold;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly load: () => OwnLoad;
  readonly logger: Logger;
}

/** A master that is one of many tells how it fares, and takes less while it fares badly. */
export class SelfWatch {
  private readonly overload: MasterOverload;
  private readonly presence: MasterPresence;

  constructor({ registry, name, thresholds, hold, startedAt, load, logger }: SelfWatchInit) {
    const overload = new MasterOverload({ vitals: new ProcessVitals(), thresholds, hold, logger });
    const compose = (): MasterLoad => ({ ...load(), ...overload.said, startedAt });
    this.overload = overload;
    this.presence = new MasterPresence({ registry, name, incarnation: randomUUID(), compose, logger });
  }

  /** Why it takes no commands; undefined when it does. */
  get trouble(): string | undefined {
    return this.overload.trouble;
  }

  start(): void {
    this.overload.start();
    this.presence.start();
  }

  /** Never throws. */
  async stop(): Promise<void> {
    this.overload.close();
    await this.presence.stop();
  }
}
