import { beforeEach, describe, expect, it } from 'vitest';
import { SilentLogger } from '../../testing/silent-logger.js';
import { CommandHold } from './command-hold.js';
import type { MasterThresholds } from './master-overload.js';
import { MasterOverload } from './master-overload.js';

const WELL = { heapUsed: 500, heapLimit: 1000, loopDelay: 3 };
const THRESHOLDS = { heap: 0.9, loopDelay: 1000 };

let hold: CommandHold;
let logger: SilentLogger;
let resets: number;

beforeEach(() => {
  hold = new CommandHold();
  logger = new SilentLogger();
  resets = 0;
});

/** A process that fares so, and its judge. */
function processOf(thresholds?: MasterThresholds) {
  const process = { ...WELL };
  const vitals = { read: () => ({ ...process }), reset: () => (resets += 1), close: () => undefined };
  return { process, overload: new MasterOverload({ vitals, thresholds, hold, logger }) };
}

describe('a master', () => {
  it.each([
    ['heap', { heapUsed: 900 }, 'its heap is 90% full'],
    ['loopDelay', { loopDelay: 1000 }, 'its event loop 1000 ms late'],
  ])('that is overloaded by %s takes no commands, and says so', (measure, change, text) => {
    const { process, overload } = processOf(THRESHOLDS);
    overload.look();
    expect([hold.held, overload.trouble]).toEqual([false, undefined]);
    Object.assign(process, change);
    overload.look();
    expect(hold.held).toBe(true);
    expect(overload.said).toEqual({ ...WELL, ...change, overloaded: [measure] });
    expect(overload.trouble).toContain(text);
  });

  it('takes them again after two good looks', () => {
    const { process, overload } = processOf(THRESHOLDS);
    const held = [990, 990, 500, 950, 500, 500].map((heapUsed) => {
      process.heapUsed = heapUsed;
      overload.look();
      return hold.held;
    });
    expect(held).toEqual([true, true, true, true, true, false]);
    expect(logger.messages).toHaveLength(2);
    expect(overload.trouble).toBeUndefined();
  });

  it.each([
    ['no thresholds', undefined],
    ['both switched off', { heap: 0, loopDelay: 0 }],
  ])('with %s only tells how it fares', (_, thresholds) => {
    const { process, overload } = processOf(thresholds);
    Object.assign(process, { heapUsed: 1000, loopDelay: 9999 });
    overload.look();
    expect([hold.held, overload.said]).toEqual([false, { ...WELL, heapUsed: 1000, loopDelay: 9999 }]);
  });

  it('judges the event loop by the last seconds only', () => {
    const { overload } = processOf(THRESHOLDS);
    for (let look = 0; look < 10; look += 1) overload.look();
    expect(resets).toBe(2);
  });
});
