/** What a client needs of `fetch`; the global one will do. */
export type Transport = (url: string, init: TransportRequest) => Promise<Response>;

export interface TransportRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** The base URL to give a client together with `socketTransport`. */
export const SOCKET_URL = 'http://localhost';

/** A transport over the unix socket at `path`. Node only. */
export function socketTransport(path: string): Transport {
  return async (url, init) => {
    const { request } = await import('node:http');
    const { Readable } = await import('node:stream');
    const { pathname, search } = new URL(url);
    const { method, headers, body, signal } = init;
    const options = {
      socketPath: path,
      path: pathname + search,
      method,
      headers,
      ...(signal ? { signal } : {}),
    };
    return new Promise((resolve, reject) => {
      const sent = request(options, (message) => {
        const status = message.statusCode ?? 500;
        const fields = Object.entries(message.headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]);
        const empty = status === 204 || status === 304;
        if (empty) message.resume();
        const content = empty
          ? null
          : new Response(Readable.toWeb(message) as ReadableStream<Uint8Array>).body;
        resolve(new Response(content, { status, headers: fields }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  };
}
