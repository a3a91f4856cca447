import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { ApiOptions } from '../api-options.js';
import type { HttpRequest } from '../http/http-types.js';
import { authenticate } from './authenticate.js';

/**
 * Refuses every handler to requests without the token. The hook in `http/protect-server.ts` asks the same earlier,
 * before a body is read; this one holds also where a server was built without it.
 */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(private readonly options: ApiOptions) {}

  canActivate(context: ExecutionContext): boolean {
    authenticate(context.switchToHttp().getRequest<HttpRequest>(), this.options.token);
    return true;
  }
}
