import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CliError, usageError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { EXIT } from '../exit-codes.js';

/** Where a server listens: an address of HTTP, or the path of a unix socket. */
export type Address = { readonly url: string } | { readonly socket: string };

/** A server, and what opens it. */
export type Endpoint = Address & { readonly token?: string };

/** What every command that speaks to a server takes. */
export interface ServerOptions {
  /** `http(s)://host:port`, or `unix:/path/of/socket`. */
  readonly url?: string;
  readonly token?: string;
  /** Data folder of a server on this machine. */
  readonly data?: string;
}

/** `endpoint.json`: what a running server writes into its data folder. Paths are relative to that folder. */
export interface EndpointFile {
  readonly url?: string;
  readonly socket?: string;
  readonly tokenFile?: string;
}

/** The data folder: --data, else MILLRACE_DATA, else `.millrace` in the current folder. */
export function dataFolder(context: CliContext, given?: string): string {
  return resolve(context.cwd, given ?? (context.env['MILLRACE_DATA'] || '.millrace'));
}

/** Reads an address as the user writes it. Throws a usage error. */
export function parseAddress(text: string): Address {
  const socket = /^unix:(?:\/\/)?(.+)$/u.exec(text)?.[1];
  if (socket !== undefined) return { socket };
  if (/^https?:\/\//u.test(text) && URL.canParse(text)) return { url: text.replace(/\/+$/u, '') };
  throw usageError(
    `'${text}' is not the address of a server.`,
    'Write http://127.0.0.1:8420, or unix:/path/of/socket.',
  );
}

/** An address as people are told it. */
export function addressText(address: Address): string {
  return 'url' in address ? address.url : `unix:${address.socket}`;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The endpoint file of a data folder; undefined where none can be read. */
export async function readEndpointFile(data: string): Promise<EndpointFile | undefined> {
  const text = await readText(join(data, 'endpoint.json'));
  try {
    const file: unknown = JSON.parse(text ?? 'null');
    return typeof file === 'object' && file !== null ? file : undefined;
  } catch {
    return undefined;
  }
}

/** The token of a server on this machine; undefined where its file cannot be read. */
export async function readToken(data: string, tokenFile = 'token'): Promise<string | undefined> {
  return (await readText(resolve(data, tokenFile)))?.trim();
}

const withToken = (address: Address, token: string | undefined): Endpoint =>
  token === undefined ? address : { ...address, token };

function tokenGiven(context: CliContext, options: ServerOptions): string | undefined {
  return options.token ?? (context.env['MILLRACE_TOKEN'] || undefined);
}

/** The address that the user named, on the command line or in the environment. */
export function addressGiven(context: CliContext, options: ServerOptions): string | undefined {
  // A folder named on the command line counts more than an address in the environment.
  const fromEnvironment = options.data === undefined ? context.env['MILLRACE_URL'] : undefined;
  return options.url ?? (fromEnvironment || undefined);
}

/** The server that the data folder tells of, with its token; undefined where it tells of none. */
async function endpointInFolder(data: string): Promise<Endpoint | undefined> {
  const file = await readEndpointFile(data);
  if (file === undefined) return undefined;
  const { socket, url } = file;
  const text = socket === undefined ? url : `unix:${resolve(data, socket)}`;
  return text === undefined
    ? undefined
    : withToken(parseAddress(text), await readToken(data, file.tokenFile));
}

function isSameServer(a: Address, b: Address): boolean {
  if ('url' in a && 'url' in b) return new URL(a.url).origin === new URL(b.url).origin;
  return addressText(a) === addressText(b);
}

/**
 * Finds the server: --url, else MILLRACE_URL, else what the data folder tells. A token found in a data folder is only
 * given to the server that this folder names. Undefined where no server is known.
 */
export async function findEndpoint(
  context: CliContext,
  options: ServerOptions,
): Promise<Endpoint | undefined> {
  const given = addressGiven(context, options);
  const address = given === undefined ? undefined : parseAddress(given);
  const token = tokenGiven(context, options);
  if (address !== undefined && token !== undefined) return { ...address, token };
  const found = await endpointInFolder(dataFolder(context, options.data));
  if (address !== undefined) {
    return withToken(address, found !== undefined && isSameServer(found, address) ? found.token : undefined);
  }
  return found === undefined ? undefined : withToken(found, token ?? found.token);
}

/** As `findEndpoint`, but no server is an error: exit 10. */
export async function requireEndpoint(context: CliContext, options: ServerOptions): Promise<Endpoint> {
  const endpoint = await findEndpoint(context, options);
  if (endpoint !== undefined) return endpoint;
  throw new CliError(EXIT.unreachable, [
    {
      code: 'NO_SERVER',
      message: `No server is known: ${dataFolder(context, options.data)} has no endpoint.json.`,
      hint: 'Start one here with: millrace standalone. Or name one with --url or MILLRACE_URL.',
    },
  ]);
}
