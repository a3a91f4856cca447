import type { EventLog, WorkerHeartbeat } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';

/** How often a worker says that it is there. */
const EVERY_MS = 3000;

/** Announces the worker and keeps announcing it. */
export class Heartbeat {
  private timer: NodeJS.Timeout | undefined;
  private state: WorkerHeartbeat['state'] = 'ready';
  /** Earlier incarnations of which nothing is left; said until the log has it. */
  private ended: readonly string[] = [];

  constructor(
    private readonly log: EventLog,
    private readonly logger: Logger,
    private readonly compose: () => Omit<WorkerHeartbeat, 'state'>,
    /** The log has the ended incarnations. */
    private readonly onEndedSaid: () => void,
  ) {}

  /** `ended`: earlier incarnations of which nothing is left. */
  async start(ended: readonly string[]): Promise<void> {
    this.ended = ended;
    await this.send();
    this.timer = setInterval(() => void this.send(), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.state = 'gone';
    await this.send();
  }

  /** From now on every heartbeat says that the worker takes nothing more. */
  async draining(): Promise<void> {
    this.state = 'draining';
    await this.send();
  }

  private async send(): Promise<void> {
    const { ended } = this;
    const value: WorkerHeartbeat = {
      ...this.compose(),
      state: this.state,
      ...(ended.length > 0 ? { ended } : {}),
    };
    try {
      await this.log.append('heartbeats', [{ partition: 0, key: value.worker, value }]);
      if (this.ended.length > 0) this.onEndedSaid();
      this.ended = [];
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'a heartbeat could not be sent');
    }
  }
}
