import type { EventLog, WorkerHeartbeat } from '@millrace/events';
import type { Registry } from '@millrace/registry';
import type { Logger } from '@millrace/telemetry';
import type { Lease } from '../lease/lease.js';
import { LEASE_MS } from '../lease/lease.js';

/** How often a worker says that it is there. */
const EVERY_MS = 3000;

/** Where a worker says that it is there, and what it learns from that. */
export interface HeartbeatWays {
  readonly log: EventLog;
  readonly logger: Logger;
  /** A second way beside the log; undefined where all services are one process. */
  readonly registry: Registry | undefined;
  /** Renewed by either way; undefined where all services are one process. */
  readonly lease: Pick<Lease, 'now' | 'renewed'> | undefined;
  /** Takes the load of the machine, for the next heartbeat; no heartbeat waits for it. */
  readonly measure: () => void;
  /** The log has the ended incarnations. */
  readonly onEndedSaid: () => void;
}

/** Announces an incarnation of the worker and keeps announcing it. */
export class Heartbeat {
  private timer: NodeJS.Timeout | undefined;
  private state: WorkerHeartbeat['state'] = 'ready';
  private beat = 0;
  private appending = false;
  private over = false;
  /** Something has changed since the heartbeat was made that is on its way. */
  private outdated = false;
  /** Earlier incarnations of which nothing is left; said until the log has it. */
  private ended: readonly string[] = [];

  constructor(
    private readonly ways: HeartbeatWays,
    private readonly compose: () => Omit<WorkerHeartbeat, 'state' | 'beat'>,
  ) {}

  /** `ended`: earlier incarnations of which nothing is left. */
  async start(ended: readonly string[]): Promise<void> {
    this.ended = ended;
    await this.send();
    this.timer = setInterval(() => {
      void this.send();
      this.ways.measure();
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Something that masters should know at once has changed. */
  async changed(): Promise<void> {
    if (!this.timer || this.over) return;
    this.outdated = this.appending;
    if (!this.outdated) await this.send();
  }

  /** The worker ends in order. */
  async stop(): Promise<void> {
    this.silence();
    this.state = 'gone';
    await this.send();
  }

  /** The incarnation is over without a word: its lease is lost, and whoever speaks next is another one. */
  silence(): void {
    this.over = true;
    clearInterval(this.timer);
  }

  /** From now on every heartbeat says that the worker takes nothing more. */
  async draining(): Promise<void> {
    this.state = 'draining';
    await this.send();
  }

  private async send(): Promise<void> {
    this.beat += 1;
    const value: WorkerHeartbeat = { ...this.compose(), state: this.state, beat: this.beat };
    const registered = this.register(value);
    await this.append(value);
    if (this.state === 'gone') await registered;
  }

  /** One that the log has not answered yet renews the lease when it does: nothing is gained by a second one behind it. */
  private async append(composed: WorkerHeartbeat): Promise<void> {
    const { log, logger, lease, onEndedSaid } = this.ways;
    if (this.appending && composed.state === 'ready') return;
    this.appending = true;
    const { ended } = this;
    const value = { ...composed, ...(ended.length > 0 ? { ended } : {}) };
    const sentAt = lease?.now() ?? 0;
    try {
      await log.append('heartbeats', [{ partition: 0, key: value.worker, value }]);
      lease?.renewed(sentAt);
      if (ended.length > 0) onEndedSaid();
      this.ended = [];
    } catch (error) {
      logger.warn({ error: String(error) }, 'a heartbeat could not be sent');
    }
    this.appending = false;
    if (this.outdated) await this.changed();
  }

  private async register(value: WorkerHeartbeat): Promise<void> {
    const { registry, lease, logger } = this.ways;
    if (!registry) return;
    const { worker: name, incarnation } = value;
    const sentAt = lease?.now() ?? 0;
    try {
      if (value.state === 'gone') return await registry.leave({ kind: 'worker', name, incarnation });
      const presence = { kind: 'worker', name, incarnation, beat: value.beat ?? 0, data: value } as const;
      if ((await registry.renew(presence, LEASE_MS)) === 'renewed') lease?.renewed(sentAt);
    } catch (error) {
      logger.warn({ error: String(error) }, 'the registry did not take a heartbeat');
    }
  }
}
