import type { MasterLoad, Registry } from '@millrace/registry';
import type { Logger } from '@millrace/telemetry';

/** How often a master says that it is there, and how long that holds, milliseconds. */
const EVERY_MS = 3000;
const LEASE_MS = 15_000;

export interface MasterPresenceDeps {
  readonly registry: Registry;
  readonly name: string;
  /** Of this process; random. */
  readonly incarnation: string;
  readonly compose: () => MasterLoad;
  readonly logger: Logger;
}

/** Announces a master in the registry. For people to see: who owns a partition is decided in the log. */
export class MasterPresence {
  private timer: NodeJS.Timeout | undefined;
  private beat = 0;
  private saying: Promise<void> | undefined;
  /** Said once for each outage. */
  private told = false;

  constructor(private readonly deps: MasterPresenceDeps) {}

  start(): void {
    void this.say();
    this.timer = setInterval(() => void this.say(), EVERY_MS);
    this.timer.unref();
  }

  /** Takes the announcement back. Never throws. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.saying;
    const { registry, name, incarnation } = this.deps;
    await registry.leave({ kind: 'master', name, incarnation }).catch((error: unknown) => this.tell(error));
  }

  /** Says it once, unless the one before is still on its way. */
  private say(): Promise<void> {
    return (this.saying ??= this.renew().finally(() => (this.saying = undefined)));
  }

  private async renew(): Promise<void> {
    const { registry, name, incarnation, compose, logger } = this.deps;
    this.beat += 1;
    try {
      const { beat } = this;
      await registry.renew({ kind: 'master', name, incarnation, beat, data: compose() }, LEASE_MS);
      if (this.told) logger.info({}, 'the registry takes the announcement of this master again');
      this.told = false;
    } catch (error) {
      this.tell(error);
    }
  }

  private tell(error: unknown): void {
    if (!this.told)
      this.deps.logger.warn(
        { error: String(error) },
        'the registry does not take the announcement of this master',
      );
    this.told = true;
  }
}
