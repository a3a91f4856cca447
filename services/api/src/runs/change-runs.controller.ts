import type { CommandAnswer, Route } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { Controller, Req, Res } from '@nestjs/common';
import { TOKEN_SUBJECT } from '../auth/authenticate.js';
import { answerCommand } from '../commands/command-answer.js';
import { CommandGateway } from '../commands/command-gateway.js';
import { parsePosition } from '@millrace/events';
import { commandManner } from '../commands/command-key.js';
import { MAX_READ_WAIT, ReadPositions } from '../consistency/read-positions.js';
import { ApiProblem } from '../http/api-problem.js';
import { Handles, Input } from '../http/handles.js';
import type { Given } from '../http/handles.js';
import type { HttpReply, HttpRequest } from '../http/http-types.js';
import { traceparentOf } from '../http/trace-id.js';
import { EndedRuns } from './ended-runs.js';

interface Change {
  readonly route: Route;
  readonly type: string;
  readonly input: Given<typeof routes.stopRun>;
  readonly request: HttpRequest;
  readonly reply: HttpReply;
}

@Controller()
export class ChangeRunsController {
  constructor(
    private readonly gateway: CommandGateway,
    private readonly ended: EndedRuns,
    private readonly positions: ReadPositions,
  ) {}

  @Handles(routes.stopRun)
  stop(
    @Input(routes.stopRun) input: Given<typeof routes.stopRun>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    return this.change({ route: routes.stopRun, type: 'StopRun', input, request, reply });
  }

  @Handles(routes.pauseRun)
  pause(
    @Input(routes.pauseRun) input: Given<typeof routes.pauseRun>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    return this.change({ route: routes.pauseRun, type: 'PauseRun', input, request, reply });
  }

  @Handles(routes.resumeRun)
  resume(
    @Input(routes.resumeRun) input: Given<typeof routes.resumeRun>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    return this.change({ route: routes.resumeRun, type: 'ResumeRun', input, request, reply });
  }

  private async change({ route, type, input, request, reply }: Change): Promise<CommandAnswer> {
    const { reason } = input.body;
    const data = { by: TOKEN_SUBJECT, ...(reason === undefined ? {} : { reason }) };
    const manner = commandManner(route, request, reply);
    const command = { id: manner.id, type, data, run: input.params.run, traceparent: traceparentOf(request) };
    try {
      return answerCommand(await this.gateway.send(command, manner), reply, 200);
    } catch (error) {
      throw await this.endedOr(error, input.params.run);
    }
  }

  /** The refusal stands behind the end of the run: a read model that has the one can tell the other. */
  private async endedOr(error: unknown, id: string): Promise<unknown> {
    if (!(error instanceof ApiProblem) || error.code !== 'UNKNOWN_RUN') return error;
    const refused = parsePosition(error.extras.headers?.['x-consistency-position'] ?? '');
    if (refused) await this.positions.waitFor(refused, MAX_READ_WAIT);
    const said = await this.ended.say(id);
    return said === undefined ? error : new ApiProblem(409, 'RUN_ENDED', said, error.extras);
  }
}
