import { describe, expect, it } from 'vitest';
import { heartbeat } from '../../testing/test-master.js';
import { EndedProcesses } from './ended-processes.js';

const W1 = { worker: 'w1', incarnation: 'w1-1' };

describe('worker processes that have ended', () => {
  it('are those of which their successor says so, and those that said it themselves', () => {
    const ended = new EndedProcesses();
    expect(ended.take(heartbeat({ incarnation: 'w1-3', ended: ['w1-1', 'w1-2'] }))).toEqual([
      { worker: 'w1', incarnation: 'w1-1', proven: true },
      { worker: 'w1', incarnation: 'w1-2', proven: true },
    ]);
    expect(ended.take(heartbeat({ incarnation: 'w1-3', state: 'gone' }))).toEqual([
      { worker: 'w1', incarnation: 'w1-3', proven: true },
    ]);
    expect(ended.take(heartbeat({ incarnation: 'w1-4' }))).toEqual([]);
  });

  it('are told apart from others: what they still seem to say is late', () => {
    const ended = new EndedProcesses();
    ended.take(heartbeat({ incarnation: 'w1-2', ended: ['w1-1'] }));
    expect([ended.has('w1-1'), ended.has('w1-2')]).toEqual([true, false]);
  });

  it('are known to a partition that comes later', () => {
    const ended = new EndedProcesses();
    ended.take(heartbeat({ incarnation: 'w1-2', ended: ['w1-1'] }));
    const alive = { worker: 'w1', incarnation: 'w1-2' };
    expect(ended.among([W1, alive])).toEqual([{ ...W1, proven: true }]);
  });

  it('are forgotten when there are too many, the oldest first', () => {
    const ended = new EndedProcesses();
    ended.take(heartbeat({ incarnation: 'now', ended: ['w1-1'] }));
    ended.take(heartbeat({ incarnation: 'now', ended: Array.from({ length: 10_000 }, (_, n) => `x-${n}`) }));
    expect(ended.among([W1, { worker: 'w1', incarnation: 'x-0' }]).map((one) => one.incarnation)).toEqual([
      'x-0',
    ]);
  });
});
