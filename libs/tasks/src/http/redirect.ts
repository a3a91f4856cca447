import type { RequestPlan } from './plan-request.js';

/** How many redirects one task follows. */
export const MAX_REDIRECTS = 5;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export type RedirectDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'follow'; readonly request: RequestPlan }
  | { readonly kind: 'refuse'; readonly message: string };

/**
 * What to do about a response that points elsewhere. Only the same host and port are followed, or the step from http
 * to https on their default ports: the request's headers may hold what the other host must not see.
 */
export function decideRedirect(
  request: RequestPlan,
  response: { readonly status: number; readonly location: string | undefined },
): RedirectDecision {
  const { status, location } = response;
  if (!REDIRECT_STATUSES.has(status) || location === undefined) return { kind: 'none' };
  if (!URL.canParse(location, request.url.href)) {
    return { kind: 'refuse', message: `The response (${status}) redirects to something that is not a URL.` };
  }
  const target = new URL(location, request.url);
  if (!isSamePlace(request.url, target)) {
    return {
      kind: 'refuse',
      message:
        `The response (${status}) redirects from ${request.url.origin} to ${target.origin}; only redirects ` +
        'within one host are followed. Write the other URL into the task if it is to be called.',
    };
  }
  return { kind: 'follow', request: redirected(request, { target, status }) };
}

function isSamePlace(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) return false;
  if (from.protocol === to.protocol) return from.port === to.port;
  return from.protocol === 'http:' && to.protocol === 'https:' && from.port === '' && to.port === '';
}

function redirected(
  request: RequestPlan,
  to: { readonly target: URL; readonly status: number },
): RequestPlan {
  const { target, status } = to;
  const keepsMethod = status === 307 || status === 308 || request.method === 'HEAD';
  const becomesGet = !keepsMethod && (status === 303 || request.method === 'POST');
  if (!becomesGet) return { ...request, url: target };
  const headers = Object.entries(request.headers).filter(([name]) => !name.startsWith('content-'));
  return { method: 'GET', url: target, headers: Object.fromEntries(headers) };
}
