import { parsePosition } from '@millrace/events';
import type { PositionToken } from '@millrace/events';
import { ReadModelDamagedError } from '@millrace/persistence';
import type { Route } from '@millrace/api-contract';
import { isFromReadModel } from '@millrace/api-contract';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { catchError, map, throwError } from 'rxjs';
import { ApiProblem } from '../http/api-problem.js';
import { HANDLED_ROUTE } from '../http/handles.js';
import type { HttpReply, HttpRequest } from '../http/http-types.js';
import { headerOf } from '../http/http-types.js';
import { MAX_READ_WAIT, ReadPositions } from './read-positions.js';

/** Positions that one request may name: one for each partition of a large cluster. */
const MAX_TOKENS = 64;

/**
 * Lets a read wait until the read model holds what `X-Consistency-Position` names; else, and as long as the read model
 * does not follow the log, the answer says that it is stale. Rows that cannot be read are made anew.
 */
@Injectable()
export class ConsistencyInterceptor implements NestInterceptor {
  constructor(
    private readonly positions: ReadPositions,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const route = this.reflector.get<Route | undefined>(HANDLED_ROUTE, context.getHandler());
    if (!route || !isFromReadModel(route)) return next.handle();
    const stale = request.method === 'GET' && (await this.isStale(request));
    if (stale) context.switchToHttp().getResponse<HttpReply>().header('x-stale', 'true');
    const answer = stale ? next.handle().pipe(map(marked)) : next.handle();
    return answer.pipe(catchError((error: unknown) => throwError(() => this.judge(error))));
  }

  /** It stands still, or it has not what the request names. */
  private async isStale(request: HttpRequest): Promise<boolean> {
    const header = headerOf(request, 'x-consistency-position');
    const tokens = header === undefined ? [] : tokensOf(header);
    const met = await Promise.all(tokens.map((token) => this.positions.waitFor(token, MAX_READ_WAIT)));
    return this.positions.staleness() !== undefined || !met.every(Boolean);
  }

  private judge(error: unknown): unknown {
    if (!(error instanceof ReadModelDamagedError)) return error;
    this.positions.repair(error.message);
    const text =
      'The read model is damaged and must be made anew from the log. Try again in a moment; where that does not help, /api/v1/health tells why.';
    return new ApiProblem(503, error.code, text, { headers: { 'retry-after': '1' } });
  }
}

function tokensOf(header: string): readonly PositionToken[] {
  return header
    .split(',')
    .slice(0, MAX_TOKENS)
    .map((text) => {
      const token = parsePosition(text.trim());
      if (token) return token;
      throw new ApiProblem(
        400,
        'INVALID_POSITION',
        'X-Consistency-Position is not a position that this server gave.',
      );
    });
}

/** Adds `stale` to a JSON object; streams and lists of others stay as they are. */
function marked(body: unknown): unknown {
  const plain = typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
  return plain ? { ...body, stale: true } : body;
}
