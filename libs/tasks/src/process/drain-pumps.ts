import type { LogPump } from './log-pump.js';

/** How long a pipe may stay silent after the process has ended, milliseconds. */
const SILENCE_MS = 250;
/** How many such spans a pipe that is kept open, but not held back by the log, is read at most. */
const MAX_SPANS = 4;
/** More than the pipes of an ended process can still hold, bytes: what comes after it, others wrote. */
const MAX_LEFT_OVER = 1_048_576;

/**
 * Lets the pumps carry what an ended process has left in its pipes. End of file is not waited for: a process that
 * left the group may hold the pipe for days. A log that is slow loses nothing, unless the task was told to end.
 */
export async function drainPumps(pumps: readonly LogPump[], stopping: boolean): Promise<void> {
  const ended = Promise.all(pumps.map((pump) => pump.done));
  await waitWhileUseful(pumps, { ended, stopping });
  for (const pump of pumps) pump.stop();
  if (!stopping || !isHeldBack(pumps)) await ended;
}

async function waitWhileUseful(
  pumps: readonly LogPump[],
  drain: { readonly ended: Promise<unknown>; readonly stopping: boolean },
): Promise<void> {
  const limit = carriedBy(pumps) + MAX_LEFT_OVER;
  for (let spans = 0, before = carriedBy(pumps); spans < MAX_SPANS && before <= limit;) {
    if (await settlesWithin(drain.ended, SILENCE_MS)) return;
    // A busy event loop runs due timers before it reads the pipes: let it read once before judging.
    await nextTurn();
    const heldBack = isHeldBack(pumps);
    const carried = carriedBy(pumps);
    if (!heldBack && carried === before) return;
    if (!heldBack || drain.stopping) spans += 1;
    before = carried;
  }
}

function isHeldBack(pumps: readonly LogPump[]): boolean {
  return pumps.some((pump) => pump.heldBack());
}

function carriedBy(pumps: readonly LogPump[]): number {
  return pumps.reduce((sum, pump) => sum + pump.carried(), 0);
}

function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), ms);
    promise.then(
      () => {
        clearTimeout(timer);
        resolve(true);
      },
      (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
