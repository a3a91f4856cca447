import type { IncomingMessage } from 'node:http';

/** What the API uses of a request of the HTTP framework. */
export interface HttpRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly params: unknown;
  readonly query: unknown;
  /** Text as it came; undefined without a body. */
  readonly body: unknown;
  /** `url`: the pattern of the route that matched; undefined when none did. */
  readonly routeOptions: { readonly url?: string | undefined };
}

/** What the API uses of a reply of the HTTP framework. */
export interface HttpReply {
  code(status: number): HttpReply;
  header(name: string, value: string): HttpReply;
  send(payload?: unknown): HttpReply;
  readonly sent: boolean;
}

/** A header that has one value; undefined when it is missing or repeated. */
export function headerOf(request: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
