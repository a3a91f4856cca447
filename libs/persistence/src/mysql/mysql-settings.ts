import { createHash } from 'node:crypto';

/** How a MySQL or MariaDB server is reached, and the database on it that holds the read model and nothing else. */
export interface MysqlSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Absent: without TLS. The certificate must be for `host`, where that is a name and no address. */
  readonly tls?: {
    /** PEM of the authority that signed the server's certificate; absent: those that Node trusts. */
    readonly ca?: string;
  };
}

const DEFAULT_PORT = 3306;
const FORM = 'mysql://user:password@host:port/database';

/** TypeORM pastes the name into statements, and takes what is before a dot for another database. */
const NAME = /^[\w$-]{1,64}$/;

/**
 * Reads `mysql://user:password@host:port/database`, with `?tls=true` for TLS; port 3306 where there is none. Throws an
 * Error that says what is wrong, and shows no part of the text where a password might stand.
 */
export function mysqlSettingsOf(text: string): MysqlSettings {
  const url = urlOf(text);
  const database = decoded(url.pathname.slice(1), 'database');
  if (database === '') throw wrong('it names no database');
  if (!NAME.test(database))
    throw wrong(`'${database}' is no name for it: letters, digits, _, - and $, at most 64 of them`);
  if (url.username === '') throw wrong('it names no user');
  if (url.hostname === '') throw wrong('it names no host');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database,
    user: decoded(url.username, 'user'),
    password: decoded(url.password, 'password'),
    ...(isTls(url) ? { tls: {} } : {}),
  };
}

/** Where the read model is, for messages. */
export function placeOf({ host, port, database }: MysqlSettings): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}

/** A name for locks of one database; they are named for a whole server, in at most 64 characters. */
export function lockNameOf({ database }: MysqlSettings): string {
  return `millrace.${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;
}

/** The name of the lock that who makes the read model anew holds. */
export function rebuildLockOf(settings: MysqlSettings): string {
  return `${lockNameOf(settings)}.rebuild`;
}

function urlOf(text: string): URL {
  const url = URL.parse(text);
  if (!url)
    throw wrong('it is no URL. Write : / ? # @ and % of a user or password as %3A %2F %3F %23 %40 %25');
  if (url.protocol !== 'mysql:') throw wrong(`it begins with ${url.protocol}`);
  if (url.hash !== '') throw wrong('there is a # in it. Write that of a user or password as %23');
  return url;
}

function isTls({ searchParams }: URL): boolean {
  const other = [...searchParams.keys()].find((name) => name !== 'tls');
  if (other !== undefined) throw wrong('it has a parameter that is not known here. There is only ?tls=true');
  const tls = searchParams.get('tls') ?? 'false';
  if (tls !== 'true' && tls !== 'false') throw wrong('tls is neither true nor false in it');
  return tls === 'true';
}

function decoded(part: string, what: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong(`its ${what} has a % that begins no code. Write % as %25`);
  }
}

function wrong(what: string): Error {
  return new Error(`The address of the database is not ${FORM}: ${what}.`);
}
