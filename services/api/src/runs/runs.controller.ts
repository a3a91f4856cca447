import { CatalogueFeed } from '@millrace/events';
import type { Readable } from 'node:stream';
import type { Run, RunEventItem, RunGraphAnswer } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { RunRow } from '@millrace/persistence';
import { ReadStore } from '@millrace/persistence';
import { Controller, Req, Res } from '@nestjs/common';
import { LogIds } from '../commands/log-ids.js';
import { notFound } from '../http/api-problem.js';
import { encodeCursor } from '../http/cursor.js';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import type { HttpReply, HttpRequest } from '../http/http-types.js';
import { RunHistory } from '../streams/run-history.js';
import { RunStreams } from '../streams/run-streams.js';
import { lastEventId, streamForm } from '../streams/stream-form.js';
import { listRunsQuery } from './list-runs-query.js';
import { secretParam } from './mask-secrets.js';
import { runEventItems } from './run-event-items.js';
import { RunFinder } from './run-finder.js';
import { showRunGraph } from './show-graph.js';
import { showRun } from './show-run.js';

/** Events of one page when the request names no number. */
const EVENTS_DEFAULT = 200;

@Controller()
export class RunsController {
  constructor(
    private readonly store: ReadStore,
    private readonly finder: RunFinder,
    private readonly feed: CatalogueFeed,
    private readonly logIds: LogIds,
    private readonly history: RunHistory,
    private readonly streams: RunStreams,
  ) {}

  @Handles(routes.listRuns)
  async list(
    @Input(routes.listRuns) input: Given<typeof routes.listRuns>,
  ): Promise<{ readonly items: readonly Run[]; readonly nextCursor: string | null }> {
    const { runs, next } = await this.store.listRuns(listRunsQuery(input));
    const items = await Promise.all(runs.map((row) => this.show(row)));
    return { items, nextCursor: next && encodeCursor(routes.listRuns.path, next) };
  }

  @Handles(routes.getRun)
  async get(@Input(routes.getRun) { params }: Given<typeof routes.getRun>): Promise<Run> {
    return this.show(await this.finder.run(params.run));
  }

  @Handles(routes.getRunGraph)
  async graph(
    @Input(routes.getRunGraph) { params }: Given<typeof routes.getRunGraph>,
  ): Promise<RunGraphAnswer> {
    const row = await this.finder.run(params.run);
    const graph = this.feed.catalogue.graph(row.definition);
    if (!graph) throw notFound('UNKNOWN_VERSION', `The definition of run ${row.id} is not in the catalogue.`);
    return showRunGraph(graph, await this.finder.taskRuns(row.id));
  }

  @Handles(routes.listRunEvents)
  async events(
    @Input(routes.listRunEvents) { params, query }: Given<typeof routes.listRunEvents>,
  ): Promise<{ readonly items: readonly RunEventItem[]; readonly next: number | null }> {
    const run = await this.finder.run(params.run);
    const { after = -1, limit = EVENTS_DEFAULT } = query;
    const items: RunEventItem[] = [];
    for await (const found of this.history.records(run, after)) {
      items.push(...runEventItems(found, run.partition, this.secrets(run)));
      if (items.length >= limit) break;
    }
    const last = items.at(-1)?.offset;
    return { items, next: last !== undefined && last < run.lastOffset ? last : null };
  }

  @Handles(routes.streamRun)
  async stream(
    @Input(routes.streamRun) { params }: Given<typeof routes.streamRun>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Readable> {
    const form = streamForm(request);
    const readable = await this.streams.open({
      form,
      find: () => this.finder.run(params.run),
      isSecret: (run) => this.secrets(run),
      after: lastEventId(request) ?? -1,
    });
    reply.header('content-type', form.contentType);
    return readable;
  }

  private async show(row: RunRow): Promise<Run> {
    return showRun(row, this.feed.catalogue, await this.logIds.of(row.partition));
  }

  private secrets(run: RunRow): (name: string) => boolean {
    return secretParam(this.feed.catalogue, run.definition);
  }
}
