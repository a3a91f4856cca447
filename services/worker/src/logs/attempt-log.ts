import type { Clock } from '@millrace/nest-kit';
import { LastLines } from './last-lines.js';
import type { AttemptId } from './line-batches.js';
import { LineBatches, LogAbandonedError } from './line-batches.js';
import { LineSplitter } from './line-splitter.js';
import type { LogLimits } from './log-limits.js';
import { tailBytesOf } from './log-limits.js';
import type { LogShipper } from './log-shipper.js';
import type { LogStream, StreamLine } from './stream-line.js';
import { chargeOfLine } from './stream-line.js';
import { TailSpool } from './tail-spool.js';

export interface AttemptLogOptions extends AttemptId {
  readonly limits: LogLimits;
  readonly clock: Clock;
  readonly shipper: LogShipper;
  /** Folder for the end of a log beyond its limit; made when it is needed. */
  readonly spoolFolder: string;
}

/**
 * The log of one attempt on its way to topic `task-logs`: takes bytes, gives numbered lines in the order in which they
 * were completed. Without a line it costs nothing and sends nothing. It holds at most about 1 MiB in memory, however
 * much is written: what the log has not taken yet is bounded by back-pressure, and the end of a log beyond its limit
 * (workflow-format §7) waits in a file.
 */
export class AttemptLog {
  private readonly batches: LineBatches;
  private readonly last = new LastLines();
  private readonly splitters = new Map<LogStream, LineSplitter>();
  private readonly headBytes: number;
  private spool: TailSpool | undefined;
  private charge = 0;
  /** Time of the bytes at hand, for the lines that they complete. */
  private at = 0;
  private spooling: Promise<void> | undefined;
  private ending: Promise<void> | undefined;

  constructor(private readonly options: AttemptLogOptions) {
    const { run, task, attempt, limits } = options;
    this.batches = new LineBatches({ run, task, attempt }, options.shipper);
    this.headBytes = limits.attemptBytes - tailBytesOf(limits);
  }

  /** Lines so far, those about the log itself included. Final once it has ended. */
  get lines(): number {
    return this.batches.count;
  }

  /** The last lines for the failure, joined by line feeds; undefined when nothing was written. */
  get logTail(): string | undefined {
    return this.last.text();
  }

  /**
   * Takes bytes of a stream. When a promise is returned, wait for it before giving more. Rejects when the lines can
   * never be stored (`TaskContext.log` says what follows).
   */
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void> | undefined {
    return this.take(stream, bytes);
  }

  /** Adds lines of the worker's own. */
  system(text: string): Promise<void> | undefined {
    return this.take('system', Buffer.from(`${text}\n`));
  }

  /**
   * Completes the last lines, sends all and resolves when the log has them. While the log takes nothing this waits; use
   * `abandon` to give up. Repeating it gives the same promise.
   */
  end(): Promise<void> {
    this.ending ??= this.finish();
    return this.ending;
  }

  /** Gives up what was not sent: who waits gets LogAbandonedError. */
  abandon(): void {
    this.batches.fail(new LogAbandonedError('The log was given up before all of its lines were stored.'));
  }

  private take(stream: LogStream, bytes: Uint8Array): Promise<void> | undefined {
    if (this.ending) throw new Error('This log has ended: nothing more can be written to it.');
    this.at = this.options.clock.now();
    this.splitterOf(stream).write(bytes);
    return this.spooling ?? this.batches.room();
  }

  private splitterOf(stream: LogStream): LineSplitter {
    const known = this.splitters.get(stream);
    if (known) return known;
    const splitter = new LineSplitter(this.options.limits.lineBytes, (bytes) =>
      this.accept({ at: this.at, stream, bytes }),
    );
    this.splitters.set(stream, splitter);
    return splitter;
  }

  private accept(line: StreamLine): void {
    this.last.add(line.bytes);
    this.charge += chargeOfLine(line);
    if (!this.spool && this.charge > this.headBytes) this.beginTail();
    if (this.spool) this.spooling = this.spool.push(line);
    else this.batches.add(line);
  }

  private beginTail(): void {
    const { limits, spoolFolder } = this.options;
    this.spool = new TailSpool(spoolFolder, tailBytesOf(limits));
    this.mark(
      `This log has reached ${formatBytes(this.headBytes)}. What follows is shown when the attempt ends, at most the last ${formatBytes(tailBytesOf(limits))}.`,
    );
  }

  private async finish(): Promise<void> {
    this.at = this.options.clock.now();
    for (const splitter of this.splitters.values()) splitter.end();
    try {
      if (this.spool) await this.sendTail(this.spool);
      await this.batches.end();
    } finally {
      await this.spool?.close();
    }
  }

  private async sendTail(spool: TailSpool): Promise<void> {
    const cut = await spool.finish();
    if (cut.lines > 0) this.mark(`[… ${cut.lines} lines cut, ${cut.bytes} bytes]`);
    for await (const line of spool.lines()) {
      this.batches.add(line);
      const room = this.batches.room();
      if (room) await room;
    }
  }

  /** A line about the log itself, which is never part of the failure. */
  private mark(text: string): void {
    this.batches.add({ at: this.at, stream: 'system', bytes: Buffer.from(text) });
  }
}

function formatBytes(bytes: number): string {
  const mebibytes = bytes / 1_048_576;
  return Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${bytes} bytes`;
}
