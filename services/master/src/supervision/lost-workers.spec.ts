import { beforeEach, describe, expect, it } from 'vitest';
import { LostWorkers } from './lost-workers.js';

const W1 = { worker: 'w1', incarnation: 'w1-1' };
const W2 = { worker: 'w2', incarnation: 'w2-1' };

let now: number;
let lost: LostWorkers;

beforeEach(() => {
  now = 1000;
  lost = new LostWorkers(() => now);
  lost.readable('registry');
  lost.readable('heartbeats');
  lost.judge([W1, W2]);
});

/** Asks every second, as a master does. */
function after(seconds: number, each: () => void = () => undefined): readonly string[] {
  let found: readonly string[] = [];
  for (let second = 0; second < seconds; second += 1) {
    now += 1000;
    each();
    found = lost.judge([W1, W2]).map(({ incarnation }) => incarnation);
  }
  return found;
}

describe('lost workers (L41)', () => {
  it('are those without a renewal for a lease and a grace', () => {
    expect(after(19, () => lost.renewed('w2-1'))).toEqual([]);
    expect(after(1, () => lost.renewed('w2-1'))).toEqual(['w1-1']);
  });

  it('count from the last renewal, whichever way it came', () => {
    after(19);
    lost.renewed('w1-1');
    lost.renewed('w2-1');
    expect(after(19)).toEqual([]);
    expect(after(1)).toEqual(['w1-1', 'w2-1']);
  });

  it.each(['registry', 'heartbeats'] as const)('are nobody while the %s cannot be read', (source) => {
    after(5);
    lost.broken(source);
    expect(after(1000)).toEqual([]);
  });

  it.each(['registry', 'heartbeats'] as const)('count anew after a break of the %s', (source) => {
    after(19);
    lost.broken(source);
    lost.readable(source);
    expect(after(19)).toEqual([]);
    expect(after(1)).toEqual(['w1-1', 'w2-1']);
  });

  it('count since this master first missed them, as after a take-over', () => {
    now += 1_000_000;
    const W3 = { worker: 'w3', incarnation: 'w3-1' };
    expect(lost.judge([W3])).toEqual([]);
    now += 19_999;
    expect(lost.judge([W3])).toEqual([]);
    now += 1;
    expect(lost.judge([W3])).toEqual([W3]);
  });

  it('are not judged by a renewal of another process of the same worker', () => {
    expect(after(20, () => lost.renewed('w1-2'))).toContain('w1-1');
  });

  it('are forgotten when nobody names them any more', () => {
    for (let at = 0; at < 1000; at += 1) lost.renewed(`old-${at}`);
    now += 11 * 60_000;
    lost.judge([W1]);
    expect(lost.size).toBe(1);
  });
});
