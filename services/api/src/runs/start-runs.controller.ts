import { CatalogueFeed } from '@millrace/events';
import { createHash } from 'node:crypto';
import type { BatchAnswer, CommandAnswer } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { Controller, Req, Res } from '@nestjs/common';
import { answerCommand } from '../commands/command-answer.js';
import type { SentCommand } from '../commands/command-gateway.js';
import { CommandGateway } from '../commands/command-gateway.js';
import { commandManner } from '../commands/command-key.js';
import { notFound } from '../http/api-problem.js';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import type { HttpReply, HttpRequest } from '../http/http-types.js';
import { traceparentOf } from '../http/trace-id.js';
import { sendKeyedBatch } from './keyed-batch.js';
import { newestPositions } from './newest-positions.js';
import type { StartPlace } from './start-data.js';
import { startData } from './start-data.js';

type WorkflowName = Pick<StartPlace, 'project' | 'workflow'>;

@Controller()
export class StartRunsController {
  constructor(
    private readonly gateway: CommandGateway,
    private readonly feed: CatalogueFeed,
  ) {}

  @Handles(routes.startRun)
  async start(
    @Input(routes.startRun) { params, body }: Given<typeof routes.startRun>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const place = this.placeOf(params, body.version);
    const manner = commandManner(routes.startRun, request, reply);
    const run = this.gateway.newRun(manner.id);
    const data = startData(run, place, body);
    const command = { id: manner.id, type: 'StartRun', data, run, traceparent: traceparentOf(request) };
    return answerCommand(await this.gateway.send(command, manner), reply, 201);
  }

  @Handles(routes.startBatch)
  async startBatch(
    @Input(routes.startBatch) { params, body }: Given<typeof routes.startBatch>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<BatchAnswer> {
    const versions = new Set(body.runs.map((start) => start.version));
    const places = new Map([...versions].map((version) => [version, this.placeOf(params, version)] as const));
    const manner = commandManner(routes.startBatch, request, reply);
    const traceparent = traceparentOf(request);
    const batch = manner.keyed ? hashOf(JSON.stringify(body.runs)) : undefined;
    const commands = body.runs.map((start, index) => {
      const id = itemId(manner.id, index);
      const run = this.gateway.newRun(id);
      const place = places.get(start.version) ?? this.placeOf(params, start.version);
      return { id, type: 'StartRun', data: startData(run, place, start, batch), run, traceparent };
    });
    const sent = await (manner.keyed
      ? sendKeyedBatch(this.gateway, commands, manner)
      : this.gateway.sendAll(commands, manner));
    if (sent.every((one) => one.reply)) reply.code(200);
    const position = newestPositions(sent.map((one) => one.reply?.position ?? one.position));
    reply.header('x-consistency-position', position.join(','));
    return { items: sent.map(batchItem), position };
  }

  /** What the catalogue does not have, no master has: said at once, also to those who do not wait. */
  private placeOf({ project, workflow }: WorkflowName, version: number | undefined): StartPlace {
    const entry = this.feed.catalogue.version(project, workflow, version);
    if (entry) return { project, workflow, definition: entry.definition };
    const which = version === undefined ? '' : ` version ${version}`;
    throw notFound(
      'UNKNOWN_WORKFLOW',
      `Could not start ${project}/${workflow}${which}: there is no such workflow.`,
    );
  }
}

/** Each start of a batch is a command of its own, named by the batch and its place in it. */
function itemId(batch: string, index: number): string {
  return hashOf(`${batch}\n${index}`);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function batchItem({ id, run, position, reply }: SentCommand): BatchAnswer['items'][number] {
  const item = { commandId: id, position: reply?.position ?? position };
  if (!reply || reply.accepted) return { ...item, run: reply?.run ?? run };
  return { ...item, rejected: { code: reply.code ?? 'REJECTED', message: reply.message ?? '' } };
}
