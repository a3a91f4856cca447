import type { Readable } from 'node:stream';
import type { AttemptLog, LogFollowing, LogPage } from '@millrace/blobs';
import { LogStore } from '@millrace/blobs';
import { Logger } from '@millrace/telemetry';
import { Injectable } from '@nestjs/common';
import { logLineItem } from '../logs/log-items.js';
import type { AttemptEnd } from './attempt-ends.js';
import type { EventStream } from './event-stream.js';
import type { Listening } from './live-runs.js';
import { StreamDesk } from './stream-desk.js';
import type { StreamForm } from './stream-form.js';

/** Lines of a download that are read at once. */
const PAGE = 1000;

/** Tells, from now on, when an attempt ends. */
type WatchEnd = (told: {
  readonly ended: (end: AttemptEnd) => void;
  readonly failed: (error: unknown) => void;
}) => Promise<Listening>;

/** The log of an attempt as it comes, or as a whole. */
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
  follow(log: AttemptLog, after: number, form: StreamForm, watchEnd?: WatchEnd): Readable {
    const held: { following?: LogFollowing; listening?: Listening } = {};
    const close = (): void => {
      held.following?.close();
      held.listening?.close();
    };
    const stream = this.desk.begin(form, close);
    let last = after;
    const take = (page: LogPage): void => {
      put(stream, page);
      last = page.next - 1;
      if (page.complete) stream.end({ total: page.total });
      held.following?.pause();
      void stream.room().then(() => held.following?.resume());
    };
    const failed = (error: unknown): void => this.breakOff(stream, log, error);
    held.following = this.logs.follow(log, after + 1, take, failed);
    const ended = ({ logLines }: AttemptEnd): void => {
      if (logLines !== undefined && logLines > 0) return;
      close();
      this.copy(log, last, stream).catch(failed);
    };
    watchEnd?.({ ended, failed }).then((listening) => {
      held.listening = listening;
      if (stream.closed) close();
    }, failed);
    if (stream.closed) close();
    return stream.readable;
  }

  /** Lines after the line `after` that there are; then ends. For a log that nobody goes on with. */
  rest(log: AttemptLog, after: number, form: StreamForm): Readable {
    const stream = this.desk.begin(form, () => undefined);
    this.copy(log, after, stream).catch((error: unknown) => this.breakOff(stream, log, error));
    return stream.readable;
  }

  /** All lines so far, as text. */
  async *whole(log: AttemptLog): AsyncGenerator<string> {
    for (let from = 1; ;) {
      const page = await this.logs.read(log, from, PAGE);
      if (page.lines.length === 0) return;
      yield page.lines.map(({ text }) => `${text}\n`).join('');
      from = page.next;
    }
  }

  private breakOff(stream: EventStream, log: AttemptLog, error: unknown): void {
    if (stream.closed) return;
    this.logger.error({ err: error, ...log }, 'stream of a log broke off');
    stream.fail(error);
  }

  private async copy(log: AttemptLog, after: number, stream: EventStream): Promise<void> {
    for (let from = after + 1; !stream.closed;) {
      const page = await this.logs.read(log, from, PAGE);
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
