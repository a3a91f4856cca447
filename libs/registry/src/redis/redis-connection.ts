import { isIP } from 'node:net';
import type { RedisOptions as ClientOptions } from 'ioredis';
import { Redis } from 'ioredis';
import type { RedisOptions, RedisTarget } from './redis-settings.js';

/** Milliseconds that a socket has to close before it is destroyed. */
export const CLOSING_MS = 200;
const LONGEST_BACKOFF_MS = 2_000;

/** A client that is connecting, and connects again by itself for ever. It queues nothing and repeats nothing. */
export function connect({ target, connectTimeoutMs, commandTimeoutMs }: RedisOptions): Redis {
  return new Redis({
    ...loginOf(target),
    ...(target.tls && { tls: tlsOf(target) }),
    host: target.host,
    port: target.port,
    db: target.db,
    connectionName: 'millrace-registry',
    disableClientInfo: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    // Without it a connection whose other end is gone counts as good until TCP gives up, minutes later.
    socketTimeout: commandTimeoutMs + 100,
    disconnectTimeout: CLOSING_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: backoffOf,
    // After a fail-over the name may lead to another server: ask for it anew.
    reconnectOnError: ({ message }) => message.startsWith('READONLY'),
  });
}

/** Milliseconds before the given attempt, from 1: doubling, with jitter, so that not all members come back at once. */
export function backoffOf(attempt: number): number {
  return Math.min(100 * 2 ** (attempt - 1), LONGEST_BACKOFF_MS) * (0.5 + Math.random() / 2);
}

function loginOf({ user, password }: RedisTarget): Pick<ClientOptions, 'username' | 'password'> {
  return { ...(user !== undefined && { username: user }), ...(password !== undefined && { password }) };
}

function tlsOf({ host, ca }: RedisTarget): NonNullable<ClientOptions['tls']> {
  return { ...(ca !== undefined && { ca }), ...(isIP(host) === 0 && { servername: host }) };
}
