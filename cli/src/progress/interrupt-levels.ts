import type { CliContext } from '../context.js';

/** A first interrupt asks for an orderly end, a further one for an end now. */
export interface InterruptLevels {
  readonly stop: AbortSignal;
  readonly now: AbortSignal;
  readonly release: () => void;
}

export function interruptLevels(context: CliContext): InterruptLevels {
  const stop = new AbortController();
  const now = new AbortController();
  const release = context.interrupts.take(() => {
    if (stop.signal.aborted) now.abort();
    stop.abort();
  });
  return { stop: stop.signal, now: now.signal, release };
}
