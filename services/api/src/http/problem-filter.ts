import { Logger } from '@millrace/telemetry';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Injectable } from '@nestjs/common';
import { describeProblem, problemFor } from './describe-problem.js';
import type { HttpReply, HttpRequest } from './http-types.js';
import { traceIdOf } from './trace-id.js';

/** Answers everything that was thrown as `application/problem+json`. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<HttpRequest>();
    const reply = host.switchToHttp().getResponse<HttpReply>();
    const problem = problemFor(error, request);
    if (problem.status >= 500) {
      this.logger.error(
        { err: error, traceId: traceIdOf(request), route: request.routeOptions.url },
        'request failed',
      );
    }
    if (reply.sent) return;
    for (const [name, value] of Object.entries(problem.extras.headers ?? {})) reply.header(name, value);
    const text = JSON.stringify(describeProblem(problem, request));
    reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(text);
  }
}
