import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service says of itself to whatever watches over it. */
export interface ServiceState {
  /** It has begun its work once. */
  readonly started: boolean;
  /** Why it cannot do its work at present, in a sentence; undefined when it can. */
  readonly trouble: string | undefined;
}

export interface HealthAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/**
 * Answers GET `/livez` (the process turns), `/startupz` (it has begun its work once) and `/readyz` (it can work now);
 * 200 or 503, each with a JSON object. For services that serve nothing else.
 */
export class HealthServer {
  private constructor(private readonly server: Server) {}

  /** Throws what the system says where it cannot listen. */
  static async open({ host, port }: HealthAddress, state: () => ServiceState): Promise<HealthServer> {
    const server = createServer((request, response) => answer(request.method, request.url, state, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host, port }, resolve);
    });
    server.unref();
    return new HealthServer(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function answer(
  method: string | undefined,
  url: string | undefined,
  state: () => ServiceState,
  response: ServerResponse,
): void {
  const path = url?.split('?', 1)[0];
  if (method !== 'GET' && method !== 'HEAD') return send(response, 405, { status: 'method-not-allowed' });
  if (path === '/livez') return send(response, 200, { status: 'ok' });
  if (path !== '/startupz' && path !== '/readyz') return send(response, 404, { status: 'not-found' });
  const { started, trouble } = state();
  if (!started) return send(response, 503, { status: 'starting' });
  if (path === '/startupz' || trouble === undefined) return send(response, 200, { status: 'ok' });
  send(response, 503, { status: 'unready', detail: trouble });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
