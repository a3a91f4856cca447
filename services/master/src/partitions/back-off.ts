import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** How long a claimant waits after it lost a claim or its claim, milliseconds: at least, and as much more by chance (L17). */
const AT_LEAST_MS = 1000;
const BY_CHANCE_MS = 4000;

/** A pause that ends at once when it is no longer wanted. Never throws. */
export async function backOff(chance: () => number, signal: AbortSignal): Promise<void> {
  await wait(AT_LEAST_MS + chance() * BY_CHANCE_MS, undefined, { signal }).catch(() => undefined);
}

/** Resolves with the promise, or when it is no longer wanted. */
export async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await Promise.race([promise, once(signal, 'abort')]);
}
