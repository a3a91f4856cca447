import type { Route, RouteData } from '@millrace/api-contract';
import type { ExecutionContext } from '@nestjs/common';
import {
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import type { HttpRequest } from './http-types.js';
import { readInput } from './read-input.js';

/** Metadata of a handler: its route. */
export const HANDLED_ROUTE = 'millrace:route';

const METHODS = { GET: RequestMethod.GET, PUT: RequestMethod.PUT, POST: RequestMethod.POST } as const;

/** Makes a method the handler of a route. */
export function Handles(route: Route): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: route.path, method: METHODS[route.method] }),
    HttpCode(route.status ?? 200),
    SetMetadata(HANDLED_ROUTE, route),
  );
}

/** What a handler gets of a route. */
export type Given<R extends Route> = RouteData<R>;

/** Path, query and body, checked by the route (`Given`). */
export const Input = createParamDecorator((route: Route, context: ExecutionContext) =>
  readInput(route, context.switchToHttp().getRequest<HttpRequest>()),
);
