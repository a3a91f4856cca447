import type { Address } from './part.js';

/** `host:port`; undefined when it is something else. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(\[[^\]]+\]|[^:/@\s]+):(\d{1,5})$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  const port = Number(match[2]);
  return port >= 1 && port <= 65_535 ? { host: match[1].replace(/^\[|\]$/g, ''), port } : undefined;
}

export const formatAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** A URL of the wanted scheme with a host; undefined when it is something else. */
export function parseUrl(text: string, scheme: string): URL | undefined {
  const url = URL.parse(text.trim());
  return url?.protocol === `${scheme}:` && url.hostname !== '' ? url : undefined;
}

export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
