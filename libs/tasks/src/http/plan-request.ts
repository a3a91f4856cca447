import { formatValue } from '@millrace/dag';
import { toValue } from '../setting-values.js';
import type { HttpSettings } from './definition.js';

/** One request, ready to be sent. */
export interface RequestPlan {
  readonly method: string;
  readonly url: URL;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Headers that belong to the connection, not to the task. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The request that the settings ask for, or a sentence that tells what is wrong with them. */
export function planRequest(settings: HttpSettings, idempotencyKey: string): RequestPlan | string {
  const { request } = settings;
  const method = request.method ?? 'GET';
  if (!URL.canParse(request.url)) return 'request.url: not a URL; write it in full, with https:// in front.';
  const headers = planHeaders(request.headers ?? {});
  if (typeof headers === 'string') return headers;
  const body = planBody(request.body);
  return {
    method,
    url: withQuery(new URL(request.url), request.query ?? {}),
    headers: {
      'accept-encoding': 'identity',
      'idempotency-key': idempotencyKey,
      'user-agent': 'millrace',
      ...(body?.type === undefined ? {} : { 'content-type': body.type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body.text }),
  };
}

function planHeaders(given: Readonly<Record<string, unknown>>): Record<string, string> | string {
  const headers: Record<string, string> = {};
  for (const [name, setting] of Object.entries(given)) {
    const lower = name.toLowerCase();
    const value = toValue(setting);
    if (OWN_HEADERS.has(lower)) return `request.headers.${name}: is set by the connection; take it out.`;
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower)) {
      return `request.headers: ${JSON.stringify(name)} is no header name.`;
    }
    if (value === null) continue;
    const text = formatValue(value);
    if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) {
      return `request.headers.${name}: the value holds a line break or a character that no header can carry.`;
    }
    headers[lower] = text;
  }
  return headers;
}

function planBody(setting: unknown): { readonly text: string; readonly type?: string } | undefined {
  const value = toValue(setting);
  if (value === null) return undefined;
  return typeof value === 'string' ? { text: value } : { text: formatValue(value), type: 'application/json' };
}

function withQuery(url: URL, query: Readonly<Record<string, unknown>>): URL {
  for (const [name, setting] of Object.entries(query)) {
    for (const value of [toValue(setting)].flat()) {
      if (value !== null) url.searchParams.append(name, formatValue(value));
    }
  }
  return url;
}
