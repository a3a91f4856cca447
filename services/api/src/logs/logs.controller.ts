import { Readable } from 'node:stream';
import type { LogPageAnswer } from '@millrace/api-contract';
import { LOG_PAGE_MAX, routes } from '@millrace/api-contract';
import type { LogPage, LogRef } from '@millrace/blobs';
import { LogStore } from '@millrace/blobs';
import type { AttemptState } from '@millrace/dag';
import { isAttemptEnded } from '@millrace/dag';
import { partitionOfRun } from '@millrace/events';
import type { AttemptEntry } from '@millrace/persistence';
import { ReadStore } from '@millrace/persistence';
import { Controller, Req, Res } from '@nestjs/common';
import { ApiOptions } from '../api-options.js';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import type { HttpReply, HttpRequest } from '../http/http-types.js';
import { headerOf } from '../http/http-types.js';
import { AttemptEnds } from '../streams/attempt-ends.js';
import { LogStreams } from '../streams/log-streams.js';
import { lastEventId, streamForm } from '../streams/stream-form.js';
import { TaskRunFinder } from '../task-runs/task-run-finder.js';
import { logPageAnswer } from './log-items.js';

/** An attempt whose worker is gone: its log may never be complete. */
const ABANDONED: ReadonlySet<AttemptState> = new Set<AttemptState>(['lost', 'unknown']);

const LOG_WAIT_MS = 3_000;

/** What an ended attempt wrote by the word of its worker, 0 for no log; undefined where nobody knows. */
function linesWritten({ state, logLines }: AttemptEntry): number | undefined {
  return isAttemptEnded(state) && !ABANDONED.has(state) ? (logLines ?? 0) : undefined;
}

@Controller()
export class LogsController {
  constructor(
    private readonly finder: TaskRunFinder,
    private readonly logs: LogStore,
    private readonly streams: LogStreams,
    private readonly store: ReadStore,
    private readonly ends: AttemptEnds,
    private readonly options: ApiOptions,
  ) {}

  @Handles(routes.getLog)
  async get(
    @Input(routes.getLog) { params, query }: Given<typeof routes.getLog>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<LogPageAnswer | Readable> {
    const entry = await this.finder.attempt(params.run, params.task, params.attempt);
    const written = linesWritten(entry);
    if ((headerOf(request, 'accept') ?? '').startsWith('text/plain')) {
      if (written) await this.untilStored(params, written);
      const file = `${params.run}.${params.task}.${params.attempt}.log`;
      reply
        .header('content-type', 'text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file}"`);
      return Readable.from(this.logs.download(params), { objectMode: false });
    }
    const { from = 1, limit = LOG_PAGE_MAX, tail } = query;
    const read = (): Promise<LogPage> =>
      tail === undefined ? this.logs.page(params, { from, limit }) : this.logs.tail(params, tail);
    const page = await read();
    if (written === 0) return logPageAnswer({ ...page, complete: true });
    if (page.complete || !written) return logPageAnswer(page);
    await this.untilStored(params, written);
    return logPageAnswer(await read());
  }

  @Handles(routes.streamLog)
  async stream(
    @Input(routes.streamLog) { params }: Given<typeof routes.streamLog>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Readable> {
    // First the position, then the row: an end that the row does not have yet comes after the position.
    const positions = await this.store.foldPositions();
    const entry = await this.finder.attempt(params.run, params.task, params.attempt);
    const form = streamForm(request);
    const after = lastEventId(request) ?? 0;
    const run = { id: params.run, partition: partitionOfRun(params.run) ?? 0 };
    const readable =
      ABANDONED.has(entry.state) || linesWritten(entry) === 0
        ? this.streams.rest(params, after, form)
        : this.streams.follow(params, after, form, (told) => this.ends.watch(run, params, positions, told));
    reply.header('content-type', form.contentType);
    return readable;
  }

  /** The end of an attempt may be known before its last lines are stored: they travel by another topic. */
  private async untilStored(log: LogRef, written: number): Promise<void> {
    const signal = AbortSignal.timeout(this.options.logWaitMs ?? LOG_WAIT_MS);
    for await (const page of this.logs.follow(log, { from: written + 1, signal })) if (page.complete) return;
  }
}
