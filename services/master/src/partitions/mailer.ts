import type { MasterContext } from './master-context.js';
import type { PartitionMemory } from './partition-memory.js';

const FIRST_REPEAT_MS = 1000;
const LAST_REPEAT_MS = 30_000;

/** Sends unacknowledged mail in order, and again until it is acknowledged (L47). */
export class Mailer {
  private wait = FIRST_REPEAT_MS;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly memory: PartitionMemory,
    private readonly context: MasterContext,
  ) {}

  send(): void {
    clearTimeout(this.timer);
    const { unacked } = this.memory.state.mail;
    if (unacked.length === 0) {
      this.wait = FIRST_REPEAT_MS;
      return;
    }
    for (const mail of unacked) this.context.effects.mail({ from: this.memory.partition, ...mail });
    this.timer = setTimeout(() => this.send(), this.wait);
    this.timer.unref();
    this.wait = Math.min(this.wait * 2, LAST_REPEAT_MS);
  }

  close(): void {
    clearTimeout(this.timer);
  }
}
