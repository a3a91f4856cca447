import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

const BASE = '/api/v1';
/** Milliseconds after which a request counts as one that is never answered. */
const NO_ANSWER_MS = 60_000;

/** Where the API listens: a socket in the file system, or a port of this machine. */
export type ApiAddress = { readonly socketPath: string } | { readonly port: number };

interface Call {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the bench needs of the API, over one kept-alive connection for each request that is under way. */
export class ApiClient {
  private readonly agent: Agent;

  constructor(
    private readonly address: ApiAddress,
    private readonly token: string,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 16 });
  }

  async get<T>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    return JSON.parse(await this.call('GET', path, { headers })) as T;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return JSON.parse(await this.call('POST', path, { body: JSON.stringify(body), headers })) as T;
  }

  /** Publishes a workflow of the project `default`. */
  async publish(name: string, yaml: string): Promise<void> {
    const headers = { 'content-type': 'application/yaml' };
    await this.call('PUT', `/projects/default/workflows/${name}`, { body: yaml, headers });
  }

  close(): void {
    this.agent.destroy();
  }

  private call(method: string, path: string, { body, headers = {} }: Call): Promise<string> {
    const options = {
      agent: this.agent,
      ...this.address,
      method,
      path: BASE + path,
      headers: {
        host: 'localhost',
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    };
    return new Promise((resolve, reject) => {
      const sent = request(options, (answer) => {
        textOf(answer).then((text) => {
          const status = answer.statusCode ?? 0;
          if (status < 300) resolve(text);
          else reject(new Error(`${method} ${path} was answered with ${status}: ${text.slice(0, 500)}`));
        }, reject);
      });
      sent.setTimeout(NO_ANSWER_MS, () =>
        sent.destroy(new Error(`${method} ${path} was not answered within ${NO_ANSWER_MS / 1000} s.`)),
      );
      sent.once('error', reject);
      sent.end(body);
    });
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
