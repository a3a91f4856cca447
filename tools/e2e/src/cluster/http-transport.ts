import { request } from 'node:http';
import { Readable } from 'node:stream';
import type { Transport } from '@millrace/api-contract';

/** A transport that sends every header as it is given, also those that `fetch` keeps to itself. */
export const httpTransport: Transport = (url, { body, ...options }) =>
  new Promise((resolve, reject) => {
    const sent = request(url, options, (message) => {
      const headers = Object.entries(message.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      const status = message.statusCode ?? 500;
      const empty = status === 204 || status === 304;
      if (empty) message.resume();
      const stream = empty ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
      resolve(new Response(stream, { status, headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
