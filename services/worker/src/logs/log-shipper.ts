import type { EventLog, LogLines } from '@millrace/events';
import { LogError, partitionOfKey } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';

/** Most cost of one append: even where each byte takes six in JSON, it stays below what a log takes (rule L43). */
const APPEND_COST = 131_072;
/** First wait after a failed append and longest one, milliseconds. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

export interface LogShipperOptions {
  readonly log: EventLog;
  readonly logger: Logger;
  /** Waits some milliseconds; default: a timer. */
  readonly wait?: (ms: number) => Promise<void>;
}

interface Parcel {
  readonly key: string;
  readonly message: LogLines;
  readonly cost: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends the log lines of all attempts of a worker to topic `task-logs`: one append at a time, which takes what has
 * gathered meanwhile, so the order of each attempt holds. An append that failed is sent again as it is: readers drop
 * what they already have by its line numbers.
 */
export class LogShipper {
  private readonly log: EventLog;
  private readonly logger: Logger;
  private readonly wait: (ms: number) => Promise<void>;
  private queue: Parcel[] = [];
  private sending = false;

  constructor(options: LogShipperOptions) {
    this.log = options.log;
    this.logger = options.logger;
    this.wait = options.wait ?? waitByTimer;
  }

  /**
   * Resolves when the log has the message. `cost`: about its bytes. Rejects with the error of the log when trying again
   * would not help; later messages of the same attempt are then refused with it too.
   */
  send(message: LogLines, cost: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const key = `${message.run}/${message.task}/${message.attempt}`;
      this.queue.push({ key, message, cost, resolve, reject });
      if (!this.sending) void this.sendAll();
    });
  }

  private async sendAll(): Promise<void> {
    this.sending = true;
    while (this.queue.length > 0) {
      const parcels = this.take();
      try {
        await this.append(parcels);
        for (const parcel of parcels) parcel.resolve();
      } catch (error) {
        this.refuse(parcels, error);
      }
    }
    this.sending = false;
  }

  private take(): readonly Parcel[] {
    let count = 0;
    let cost = 0;
    for (const parcel of this.queue) {
      if (count > 0 && cost + parcel.cost > APPEND_COST) break;
      count += 1;
      cost += parcel.cost;
    }
    return this.queue.splice(0, count);
  }

  private async append(parcels: readonly Parcel[]): Promise<void> {
    const { L } = this.log.partitions;
    const records = parcels.map(({ key, message }) => ({
      partition: partitionOfKey(message.run, L),
      key,
      value: message,
    }));
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        await this.log.append('task-logs', records);
        return;
      } catch (error) {
        if (!(error instanceof LogError) || !error.retryable) throw error;
        const fields = { code: error.code, messages: records.length, waitMs, error: error.message };
        this.logger.warn(fields, 'Log lines could not be appended; trying again.');
      }
      await this.wait(waitMs);
    }
  }

  private refuse(parcels: readonly Parcel[], error: unknown): void {
    const keys = new Set(parcels.map((parcel) => parcel.key));
    const refused = this.queue.filter((parcel) => keys.has(parcel.key));
    this.queue = this.queue.filter((parcel) => !keys.has(parcel.key));
    this.logger.error({ attempts: [...keys], error }, 'Log lines were refused by the log.');
    for (const parcel of [...parcels, ...refused]) parcel.reject(error);
  }
}

function waitByTimer(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
