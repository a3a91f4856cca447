import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Chance } from '../chance.js';
import type { Timeline } from './timeline.js';

const require = createRequire(import.meta.url);
const builtin = {
  timers: require('node:timers/promises') as Record<string, unknown>,
  crypto: require('node:crypto') as Record<string, unknown>,
  os: require('node:os') as Record<string, unknown>,
  perf: require('node:perf_hooks') as Record<string, unknown>,
};

/** True time at the beginning of every simulation, epoch milliseconds. */
export const BEGINNING = Date.UTC(2026, 10, 20, 12);

interface Timer {
  ref(): Timer;
  unref(): Timer;
  hasRef(): boolean;
  refresh(): Timer;
  [Symbol.toPrimitive](): number;
  cancel(): void;
}

/**
 * Puts the simulation in the place of all that the code of the roles takes from its surroundings: timers, clocks and
 * random numbers. For the rest of this process: it is used for nothing else.
 */
export function enterSimulation(timeline: Timeline, chance: Chance): void {
  let made = 0;
  const timer = (start: () => { cancelled: boolean }): Timer => {
    let planned = start();
    made += 1;
    const id = made;
    const one: Timer = {
      ref: () => one,
      unref: () => one,
      hasRef: () => true,
      refresh: () => {
        planned.cancelled = true;
        planned = start();
        return one;
      },
      [Symbol.toPrimitive]: () => id,
      cancel: () => (planned.cancelled = true),
    };
    return one;
  };
  type Callback = (...args: readonly unknown[]) => void;
  const after = (call: Callback, ms = 0, ...args: readonly unknown[]): Timer =>
    timer(() => timeline.plan(Math.max(1, ms), () => call(...args)));
  const soon = (call: Callback, ...args: readonly unknown[]): Timer =>
    timer(() => timeline.plan(0, () => call(...args)));
  const every = (call: Callback, ms = 0, ...args: readonly unknown[]): Timer => {
    const one = after(() => {
      one.refresh();
      call(...args);
    }, ms);
    return one;
  };
  const cancel = (one: Timer | undefined): void => one?.cancel();
  const clears = { clearTimeout: cancel, clearInterval: cancel, clearImmediate: cancel };
  Object.assign(globalThis, { setTimeout: after, setInterval: every, setImmediate: soon, ...clears });
  const skewed = (): number => Math.floor(BEGINNING + timeline.now + timeline.owner.skewMs);
  Object.assign(Date, { now: skewed });
  Object.defineProperty(performance, 'now', { value: () => timeline.now, configurable: true });
  Object.assign(Math, { random: () => chance.fraction() });
  builtin.timers['setTimeout'] = waitFor(timeline);
  builtin.crypto['randomUUID'] = () => uuidOf(chance.bytes(16));
  builtin.crypto['randomBytes'] = (count: number) => chance.bytes(count);
  builtin.os['uptime'] = () => 1000 + timeline.now / 1000;
  builtin.perf['monitorEventLoopDelay'] = () => NEVER_LATE;
  syncBuiltinESMExports();
}

const NEVER_LATE = {
  enable: () => true,
  disable: () => true,
  reset: () => undefined,
  percentile: () => 0,
};

/** As that of `node:timers/promises`. */
function waitFor(timeline: Timeline) {
  return (ms = 0, value?: unknown, options: { readonly signal?: AbortSignal } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      const aborted = (): void => {
        planned.cancelled = true;
        reject(new DOMException('The operation was aborted.', 'AbortError'));
      };
      const planned = timeline.plan(Math.max(1, ms), () => {
        signal?.removeEventListener('abort', aborted);
        resolve(value);
      });
      if (signal?.aborted) return aborted();
      signal?.addEventListener('abort', aborted, { once: true });
    });
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ];
  return parts.join('-');
}
