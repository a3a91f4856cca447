import type { Readable } from 'node:stream';
import type { AttemptLog, LogFollowing, LogPage } from '@millrace/blobs';
import { LogStore } from '@millrace/blobs';
import { Injectable } from '@nestjs/common';
import { logLineItem } from '../logs/log-items.js';
import { StreamDesk } from './stream-desk.js';
import type { StreamForm } from './stream-form.js';

/** Lines of a download that are read at once. */
const PAGE = 1000;

/** The log of an attempt as it comes, or as a whole. */
@Injectable()
export class LogStreams {
  constructor(
    private readonly logs: LogStore,
    private readonly desk: StreamDesk,
  ) {}

  /** Lines after the line `after`; ends when the log is complete. */
  open(log: AttemptLog, after: number, form: StreamForm): Readable {
    const held: { following?: LogFollowing } = {};
    const stream = this.desk.begin(form, () => held.following?.close());
    const take = (page: LogPage): void => {
      for (const line of page.lines) stream.item(logLineItem(line), line.line);
      if (page.complete) stream.end({ total: page.total });
    };
    held.following = this.logs.follow(log, after + 1, take);
    if (stream.closed) held.following.close();
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
}
