import type { CliContext } from '../context.js';

/** What may end a wait before what is waited for. */
export interface EndSignals {
  readonly signal: AbortSignal;
  readonly interrupted: () => boolean;
  readonly timedOut: () => boolean;
  readonly release: () => void;
}

/** Ends a wait when the user interrupts, nobody reads stdout any more, or a time in seconds has passed. */
export function endSignals(context: CliContext, limitSeconds = Infinity): EndSignals {
  const interrupt = new AbortController();
  const release = context.interrupts.take(() => {
    interrupt.abort();
  });
  const limit = Number.isFinite(limitSeconds)
    ? AbortSignal.timeout(Math.ceil(limitSeconds * 1000))
    : undefined;
  const signals = [interrupt.signal, context.readerGone, ...(limit === undefined ? [] : [limit])];
  return {
    signal: AbortSignal.any(signals),
    interrupted: () => interrupt.signal.aborted || context.readerGone.aborted,
    timedOut: () => limit?.aborted === true,
    release,
  };
}
