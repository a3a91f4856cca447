import { lookup as lookUpHost } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Value } from '@millrace/dag';
import { formatValue } from '@millrace/dag';
import { toValue } from '../setting-values.js';
import { settingsInvalid, settingsInvalidBySchema } from '../task-failure.js';
import type { TaskContext, TaskExecutor, TaskResult } from '../task-type.js';
import type { HttpSettings } from './definition.js';
import { httpSettings } from './definition.js';
import { EgressRefused, addressRefusal, refuseEgress } from './egress.js';
import { checkResponse, expectedStatuses, statusMatches } from './expectation.js';
import type { RequestPlan } from './plan-request.js';
import { planRequest } from './plan-request.js';
import { MAX_REDIRECTS, decideRedirect } from './redirect.js';
import { unreachableReason } from './unreachable-reason.js';

/** How much of a response body is read, bytes. */
const MAX_BODY = 1_048_576;
/** How much of a response body becomes the output `body`, bytes. */
const MAX_BODY_OUTPUT = 32_768;

interface ResponseRead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: ReadonlyMap<string, Value>;
  readonly body: Buffer;
}

export const runHttp: TaskExecutor = async (context) => {
  const parsed = httpSettings.safeParse(context.settings);
  if (!parsed.success) return settingsInvalidBySchema(parsed.error);
  const plan = planRequest(parsed.data, context.idempotencyKey);
  if (typeof plan === 'string') return settingsInvalid(plan);
  try {
    return await callAndCheck(context, { settings: parsed.data, plan });
  } catch (error) {
    if (context.signal.aborted) return { state: 'stopped' };
    if (error instanceof EgressRefused) {
      return { state: 'failed', code: error.code, message: error.message, retryable: false };
    }
    const message = `${plan.method} ${placeOf(plan.url)} got no response: ${unreachableReason(error)}.`;
    return { state: 'failed', code: 'HTTP_UNREACHABLE', message };
  }
};

async function callAndCheck(
  context: TaskContext,
  asked: { readonly settings: HttpSettings; readonly plan: RequestPlan },
): Promise<TaskResult> {
  const expected = expectedStatuses(asked.settings);
  let plan = asked.plan;
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(context, plan);
    const status = response.statusCode ?? 0;
    const redirect = statusMatches(expected, status)
      ? { kind: 'none' as const }
      : decideRedirect(plan, { status, location: response.headers.location });
    if (redirect.kind === 'none') return await judge(context, asked.settings, response);
    response.destroy();
    if (redirect.kind === 'refuse') return redirectRefused(redirect.message);
    if (redirects === MAX_REDIRECTS) return redirectRefused(`More than ${MAX_REDIRECTS} redirects.`);
    plan = redirect.request;
  }
}

function redirectRefused(message: string): TaskResult {
  return { state: 'failed', code: 'REDIRECT_REFUSED', message, retryable: false };
}

async function judge(
  context: TaskContext,
  settings: HttpSettings,
  response: IncomingMessage,
): Promise<TaskResult> {
  const read = await readResponse(response);
  await logLine(context, `${read.status} ${read.statusText}, ${read.body.byteLength} bytes read`);
  const contains = toValue(settings.expect?.bodyContains);
  const failure = checkResponse(
    {
      status: expectedStatuses(settings),
      ...(contains === null ? {} : { bodyContains: formatValue(contains) }),
    },
    { status: read.status, statusText: read.statusText, text: read.body.toString('utf8') },
  );
  if (failure !== undefined) return { state: 'failed', ...failure };
  const outputs = { status: BigInt(read.status), body: bodyOutput(read.body), headers: read.headers };
  return { state: 'succeeded', outputs };
}

async function send(context: TaskContext, plan: RequestPlan): Promise<IncomingMessage> {
  vetUrl(plan.url);
  await logLine(context, `${plan.method} ${placeOf(plan.url)}`);
  return await new Promise((resolve, reject) => {
    const request = (plan.url.protocol === 'https:' ? requestHttps : requestHttp)(plan.url, {
      method: plan.method,
      headers: { ...plan.headers, ...lengthOf(plan.body) },
      agent: false,
      lookup: vettedLookup,
      signal: context.signal,
    });
    request.on('error', reject);
    request.on('response', resolve);
    request.end(plan.body);
  });
}

/** Said for every method: Node says it only for those that usually have a body. */
function lengthOf(body: string | undefined): { readonly 'content-length'?: number } {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}

function vetUrl(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new EgressRefused(`request.url: "${url.protocol}" is refused, only http and https may be called.`);
  }
  // A host that is an address is never looked up. The URL parser has brought all its spellings into one.
  const isAddress = url.hostname.startsWith('[') || /^[0-9.]+$/.test(url.hostname);
  const refusal = isAddress ? addressRefusal(url.hostname.replace(/^\[|\]$/g, '')) : undefined;
  if (refusal !== undefined) throw refuseEgress(url.host, refusal);
}

/** Looks a host up, vets every address it has, and gives exactly these to the connection. */
const vettedLookup: LookupFunction = (hostname, options, callback) => {
  lookUpHost(hostname, { ...options, all: true }, (error, addresses) => {
    const failure = error ?? refusalOf(hostname, addresses);
    const [first] = failure === undefined ? addresses : [];
    if (first === undefined) callback(failure ?? new Error('no address'), '', 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function refusalOf(hostname: string, addresses: readonly LookupAddress[]): Error | undefined {
  const refusal = addresses.map(({ address }) => addressRefusal(address)).find((what) => what !== undefined);
  return refusal === undefined ? undefined : refuseEgress(hostname, refusal);
}

async function readResponse(response: IncomingMessage): Promise<ResponseRead> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!(chunk instanceof Uint8Array)) continue;
    chunks.push(chunk.subarray(0, MAX_BODY - size));
    size += chunk.byteLength;
    if (size >= MAX_BODY) break;
  }
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: headersOutput(response),
    body: Buffer.concat(chunks),
  };
}

function headersOutput(response: IncomingMessage): ReadonlyMap<string, Value> {
  const headers = new Map<string, Value>();
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

/** Text, without a character that the limit has cut in two. */
function bodyOutput(body: Buffer): string {
  return new TextDecoder().decode(body.subarray(0, MAX_BODY_OUTPUT), { stream: true });
}

/** Where a request goes, without the parts that may hold a secret: user, password, query. */
function placeOf(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

async function logLine(context: TaskContext, line: string): Promise<void> {
  await context.log('stdout', Buffer.from(`${line}\n`));
}
