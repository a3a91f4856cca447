import type { Readable } from 'node:stream';
import type { LogPage, LogRef } from '@millrace/blobs';
import { LogStore } from '@millrace/blobs';
import { Logger } from '@millrace/telemetry';
import { Injectable } from '@nestjs/common';
import { logLineItem } from '../logs/log-items.js';
import type { AttemptEnd } from './attempt-ends.js';
import type { EventStream } from './event-stream.js';
import type { Listening } from './live-runs.js';
import { StreamDesk } from './stream-desk.js';
import type { StreamForm } from './stream-form.js';

/** Lines that are read at once. */
const PAGE = 1000;

/** Tells, from now on, when an attempt ends. */
type WatchEnd = (told: {
  readonly ended: (end: AttemptEnd) => void;
  readonly failed: (error: unknown) => void;
}) => Promise<Listening>;

/** The log of an attempt as it comes. */
@Injectable()
export class LogStreams {
  constructor(
    private readonly logs: LogStore,
    private readonly desk: StreamDesk,
    private readonly logger: Logger,
  ) {}

  /**
   * Lines after the line `after`, as they come; ends when the log is complete. `watchEnd` tells of the attempt's end,
   * while it runs: nobody says of a log without lines, and of a lost worker's, that it is complete.
   */
  follow(log: LogRef, after: number, form: StreamForm, watchEnd?: WatchEnd): Readable {
    const stop = new AbortController();
    const held: { listening?: Listening } = {};
    const stream = this.desk.begin(form, () => {
      stop.abort();
      held.listening?.close();
    });
    const failed = (error: unknown): void => this.breakOff(stream, log, error);
    // Of a log with lines the store says when it has them all.
    const ended = ({ logLines }: AttemptEnd): void => (logLines ? undefined : stop.abort());
    this.give(log, after, stream, stop.signal).catch(failed);
    watchEnd?.({ ended, failed }).then((listening) => {
      held.listening = listening;
      if (stream.closed) listening.close();
    }, failed);
    return stream.readable;
  }

  /** Lines after the line `after` that there are; then ends. For a log that nobody goes on with. */
  rest(log: LogRef, after: number, form: StreamForm): Readable {
    const stream = this.desk.begin(form, () => undefined);
    this.copy(log, after, stream).catch((error: unknown) => this.breakOff(stream, log, error));
    return stream.readable;
  }

  private async give(log: LogRef, after: number, stream: EventStream, signal: AbortSignal): Promise<void> {
    let last = after;
    for await (const page of this.logs.follow(log, { from: after + 1, signal })) {
      put(stream, page);
      last = page.next - 1;
      await stream.room();
    }
    await this.copy(log, last, stream);
  }

  private breakOff(stream: EventStream, log: LogRef, error: unknown): void {
    if (stream.closed) return;
    this.logger.error({ err: error, ...log }, 'stream of a log broke off');
    stream.fail(error);
  }

  private async copy(log: LogRef, after: number, stream: EventStream): Promise<void> {
    for (let from = after + 1; !stream.closed;) {
      const page = await this.logs.page(log, { from, limit: PAGE });
      put(stream, page);
      if (page.lines.length === 0) stream.end({ total: page.total });
      from = page.next;
      await stream.room();
    }
  }
}

function put(stream: EventStream, { lines }: LogPage): void {
  for (const line of lines) stream.item(logLineItem(line), line.line);
}
