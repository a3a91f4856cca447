import { headerOf } from './http-types.js';
import type { HttpRequest } from './http-types.js';

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The W3C trace context that the caller sent, when it is well-formed. */
export function traceparentOf(request: Pick<HttpRequest, 'headers'>): string | undefined {
  const value = headerOf(request, 'traceparent');
  return value !== undefined && TRACEPARENT.test(value) ? value : undefined;
}

/** Id under which a request is found in the log: that of the caller's trace, else its own. */
export function traceIdOf(request: Pick<HttpRequest, 'headers' | 'id'>): string {
  const traceparent = traceparentOf(request);
  return traceparent?.slice(3, 35) ?? request.id.replaceAll('-', '');
}
