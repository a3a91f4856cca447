import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem, Transport } from '@millrace/api-contract';
import { ApiError, MillraceClient, SOCKET_URL, socketTransport } from '@millrace/api-contract';
import { RouteCoverage } from './route-coverage.js';

export interface Written {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `null`: none at all. Default: that of the server. */
  readonly token?: string | null;
}

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A running server as a program sees it: by the typed client, or request by request as they are written. */
export class ApiProbe {
  readonly coverage = new RouteCoverage();
  readonly client: MillraceClient;
  private readonly transport: Transport;

  private constructor(
    socket: string,
    private readonly token: string,
  ) {
    this.transport = this.coverage.over(socketTransport(socket));
    this.client = this.clientOver((transport) => transport);
  }

  /** Of the server that runs on this data folder. */
  static of(folder: string): ApiProbe {
    return new ApiProbe(join(folder, 'api.sock'), readFileSync(join(folder, 'token'), 'utf8').trim());
  }

  /** Another client, with a memory of its own and a transport around the usual one. */
  clientOver(around: (transport: Transport) => Transport): MillraceClient {
    const transport = around(this.transport);
    return new MillraceClient({
      baseUrl: SOCKET_URL,
      transport,
      token: this.token,
      reconnectMs: 10,
      reconnects: 500,
    });
  }

  /** Sends a request as it is written and gives the whole answer. */
  async ask(
    path: string,
    { method = 'GET', headers = {}, body, token = this.token }: Written = {},
  ): Promise<Told> {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const request = {
      method,
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body }),
    };
    const response = await this.transport(SOCKET_URL + path, request);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
}

/** The problem that a call is refused with. Throws when it is not refused. */
export async function refusal(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error.problem;
    throw error;
  }
  throw new Error('The call was expected to be refused, and was not.');
}
