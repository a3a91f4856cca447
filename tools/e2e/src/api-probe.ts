import type { Problem, Transport } from '@millrace/api-contract';
import { ApiError, MillraceClient } from '@millrace/api-contract';
import { RouteCoverage } from './route-coverage.js';
import type { ApiDoor, RunningSystem } from './running-system.js';

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

  private constructor(private readonly door: ApiDoor) {
    this.transport = this.coverage.over(door.transport);
    this.client = this.clientOver((transport) => transport);
  }

  /** Of a system that runs; it also reaches it after a restart. */
  static of(system: RunningSystem): ApiProbe {
    return new ApiProbe(system.door);
  }

  /** Another client, with a memory of its own and a transport around the usual one. */
  clientOver(around: (transport: Transport) => Transport): MillraceClient {
    const transport = around(this.transport);
    return new MillraceClient({
      baseUrl: this.door.baseUrl,
      transport,
      token: this.door.token,
      reconnectMs: 10,
      reconnects: 3000,
    });
  }

  /** Sends a request as it is written and gives the whole answer. */
  async ask(
    path: string,
    { method = 'GET', headers = {}, body, token = this.door.token }: Written = {},
  ): Promise<Told> {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const request = {
      method,
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body }),
    };
    const response = await this.transport(this.door.baseUrl + path, request);
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
