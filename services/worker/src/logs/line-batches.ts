import type { LogLine, LogLines } from '@millrace/events';
import type { LogShipper } from './log-shipper.js';
import type { StreamLine } from './stream-line.js';
import { decodeBytes } from './utf8.js';

/** Most cost of one message, about its bytes. */
const MESSAGE_COST = 65_536;
const LINE_OVERHEAD = 32;
const MESSAGE_OVERHEAD = 200;
/** What may be on its way to the log before those who write have to wait, bytes. */
const UNSENT_COST = 262_144;

/** Which attempt the lines are of. */
export interface AttemptId {
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
}

/** Thrown to those who wait for a log that was given up. */
export class LogAbandonedError extends Error {
  override readonly name = 'LogAbandonedError';
  readonly code = 'LOG_ABANDONED';
}

/**
 * Numbers the lines of an attempt, gathers those of a turn of the event loop, at most 64 KiB, into a message, and knows
 * how much the log has not taken yet.
 */
export class LineBatches {
  private lines: LogLine[] = [];
  private cost = MESSAGE_OVERHEAD;
  private next = 1;
  private unsent = 0;
  private turn: NodeJS.Immediate | undefined;
  private failure: { readonly error: unknown } | undefined;
  private waiters: PromiseWithResolvers<void>[] = [];

  constructor(
    private readonly id: AttemptId,
    private readonly shipper: LogShipper,
  ) {}

  /** Number of lines so far. */
  get count(): number {
    return this.next - 1 + this.lines.length;
  }

  add({ at, stream, bytes }: StreamLine): void {
    if (this.failure) return;
    const { text, escaped } = decodeBytes(bytes);
    const cost = Math.max(bytes.length, text.length) + LINE_OVERHEAD;
    if (this.lines.length > 0 && this.cost + cost > MESSAGE_COST) this.ship();
    this.lines.push(escaped ? [at, stream, text, true] : [at, stream, text]);
    this.cost += cost;
    this.turn ??= setImmediate(() => this.ship());
  }

  /** Wait for it before giving more; undefined when there is room. Rejects when the log refused a message. */
  room(): Promise<void> | undefined {
    return this.unsent > UNSENT_COST || this.failure ? this.untilUnsent() : undefined;
  }

  /** Sends what is left, the last message marked as such, and waits for all. Without any line nothing is sent. */
  async end(): Promise<void> {
    if (this.count > 0) this.ship({ end: true });
    while (this.unsent > 0) await this.untilUnsent();
    if (this.failure) throw this.failure.error;
  }

  /** Sends nothing more, and refuses those who wait. */
  fail(error: unknown): void {
    this.failure ??= { error };
    clearImmediate(this.turn);
    for (const waiter of this.waiters.splice(0)) waiter.reject(this.failure.error);
  }

  private ship(mark: { readonly end?: true } = {}): void {
    clearImmediate(this.turn);
    this.turn = undefined;
    if (this.failure) return;
    const message: LogLines = { ...this.id, first: this.next, lines: this.lines, ...mark };
    const { cost } = this;
    this.next += this.lines.length;
    this.lines = [];
    this.cost = MESSAGE_OVERHEAD;
    this.unsent += cost;
    this.shipper.send(message, cost).then(
      () => this.sent(cost),
      (error: unknown) => this.fail(error),
    );
  }

  private sent(cost: number): void {
    this.unsent -= cost;
    if (this.unsent > UNSENT_COST / 2) return;
    for (const waiter of this.waiters.splice(0)) waiter.resolve();
  }

  private untilUnsent(): Promise<void> {
    const waiter = Promise.withResolvers<void>();
    // Who does not wait hears of a failure from the next call.
    waiter.promise.catch(() => undefined);
    if (this.failure) waiter.reject(this.failure.error);
    else this.waiters.push(waiter);
    return waiter.promise;
  }
}
