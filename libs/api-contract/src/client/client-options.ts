import type { Transport } from './transport.js';

export interface ClientOptions {
  /** `http://127.0.0.1:8420`; with `socketTransport` it is `SOCKET_URL`. */
  readonly baseUrl: string;
  readonly token?: string;
  /** Default: the global `fetch`. */
  readonly transport?: Transport;
  /** Milliseconds before a broken stream is opened again. Default 500. */
  readonly reconnectMs?: number;
  /** How often in a row a stream may break without giving anything. Default 5. */
  readonly reconnects?: number;
}

export interface CallOptions {
  /** Makes a command safe to send again: the same key gets the same answer for 7 days. */
  readonly idempotencyKey?: string;
  /** Seconds to wait for the outcome of a command, at most 10. */
  readonly waitSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Answer<T> {
  readonly status: number;
  /** Undefined for 304. */
  readonly body: T | undefined;
  readonly headers: Headers;
}
