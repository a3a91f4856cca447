import type { EventLog, WorkerHeartbeat } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';

/** How often a worker says that it is there. */
const EVERY_MS = 3000;

/** Announces the worker and keeps announcing it. */
export class Heartbeat {
  private timer: NodeJS.Timeout | undefined;
  private state: WorkerHeartbeat['state'] = 'ready';

  constructor(
    private readonly log: EventLog,
    private readonly logger: Logger,
    private readonly compose: () => Omit<WorkerHeartbeat, 'state'>,
  ) {}

  /** `ended`: earlier incarnations of which nothing is left. */
  async start(ended: readonly string[]): Promise<void> {
    await this.send(ended);
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

  private async send(ended?: readonly string[]): Promise<void> {
    const value: WorkerHeartbeat = {
      ...this.compose(),
      state: this.state,
      ...(ended && ended.length > 0 ? { ended } : {}),
    };
    try {
      await this.log.append('heartbeats', [{ partition: 0, key: value.worker, value }]);
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'a heartbeat could not be sent');
    }
  }
}
