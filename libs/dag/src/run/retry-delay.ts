import type { RetryPolicy } from '../definition/workflow-definition.js';

/**
 * Milliseconds before the nth retry (from 1). `attemptId` feeds the jitter, so that a replay gives the same delay and
 * tasks that failed together do not come back together.
 */
export function retryDelay(policy: RetryPolicy, retry: number, attemptId: string): number {
  const grown = policy.delayMs * growth(policy.backoff, retry);
  const delay = Math.min(grown, policy.maxDelayMs);
  return Math.round(delay * (1 - policy.jitter * fraction(attemptId)));
}

function growth(backoff: RetryPolicy['backoff'], retry: number): number {
  if (backoff === 'constant') return 1;
  return backoff === 'linear' ? retry : 2 ** Math.min(retry - 1, 50);
}

/** FNV-1a of the text as a number in [0, 1), mixed: of itself the last character hardly moves the high bits. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
