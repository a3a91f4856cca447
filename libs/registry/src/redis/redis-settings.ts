import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { problemsOf } from '../presence.js';
import { RegistrySettingsError } from '../registry-errors.js';

const time = z.int().min(10).max(60_000).default(1_000);

/** How Redis is reached, and under which keys. */
export const redisSettings = z.strictObject({
  /**
   * `redis://user:password@host:port/db`, or `rediss://` for TLS. All but the host may be left out: the default user
   * without a password, port 6379, db 0. Reserved characters in user and password are percent-encoded.
   */
  url: z.string(),
  /** Before every key, so that several installations can share a Redis. */
  prefix: z.string().min(1).max(100).default('millrace:'),
  /** How long a call waits for a connection, milliseconds. With `commandTimeoutMs` the most that a call lasts. */
  connectTimeoutMs: time,
  /** How long a call waits for its answer, milliseconds. After 100 more without any the connection is made anew. */
  commandTimeoutMs: time,
  /** PEM of the authorities that may have signed the certificate of Redis; those of the machine without it. */
  ca: z.string().optional(),
});

export type RedisSettings = Readonly<z.input<typeof redisSettings>>;

/** Where and as whom to connect. */
export interface RedisTarget {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly user?: string;
  readonly password?: string;
  readonly tls: boolean;
  readonly ca?: string;
  /** For people: without user and password. */
  readonly shown: string;
}

export interface RedisOptions {
  readonly target: RedisTarget;
  readonly prefix: string;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

const FORM = 'expected redis://user:password@host:port/db, or rediss:// for TLS';

/** Throws RegistrySettingsError, which never shows the url: it may hold a password. */
export function parseRedisSettings(settings: RedisSettings): RedisOptions {
  const parsed = redisSettings.safeParse(settings);
  if (!parsed.success) throw refused(problemsOf(parsed.error));
  const { url, ca, ...rest } = parsed.data;
  const target = targetOf(url);
  if (ca === undefined) return { ...rest, target };
  if (!target.tls) throw refused('ca: only a url with rediss:// has certificates to check');
  requireCertificate(ca);
  return { ...rest, target: { ...target, ca } };
}

function targetOf(text: string): RedisTarget {
  const url = URL.parse(text);
  if (!url) throw refused(`url: it cannot be read, ${FORM}`);
  const tls = url.protocol === 'rediss:';
  if (!tls && url.protocol !== 'redis:') throw refused(`url: it is for something else, ${FORM}`);
  if (url.hostname === '') throw refused(`url: it has no host, ${FORM}`);
  if (url.search !== '' || url.hash !== '') throw refused(`url: it has a "?" or "#", ${FORM}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? 6379 : Number(url.port);
  const db = dbOf(url.pathname);
  const shown = `${url.protocol}//${url.hostname}:${port}/${db}`;
  return { host, port, db, tls, shown, ...loginOf(url) };
}

function dbOf(path: string): number {
  if (path === '' || path === '/') return 0;
  const digits = /^\/(\d{1,5})$/.exec(path)?.[1];
  if (digits === undefined) throw refused(`url: its db is not a number, ${FORM}`);
  return Number(digits);
}

function loginOf(url: URL): Pick<RedisTarget, 'user' | 'password'> {
  const [user, password] = [decode(url.username), decode(url.password)];
  if (password === '' && user !== '') throw refused(`url: it has a user without a password, ${FORM}`);
  return { ...(user !== '' && { user }), ...(password !== '' && { password }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused(`url: its user or password has a "%" that is not followed by two digits, ${FORM}`);
  }
}

function requireCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw refused('ca: it is not a certificate in PEM');
  }
}

function refused(why: string): RegistrySettingsError {
  return new RegistrySettingsError(`The settings of Redis cannot be used. ${why}.`);
}
