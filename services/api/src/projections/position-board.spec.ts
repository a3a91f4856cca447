import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PositionBoard } from './position-board.js';
import type { ProjectedPosition } from './projection-runner.js';

const at = (next: number, changes: Partial<ProjectedPosition> = {}): ProjectedPosition => ({
  partition: 0,
  logId: 'log',
  epoch: 1,
  next,
  commands: 0,
  ...changes,
});

describe('Waiting for a position', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('is over at once when the next offset is beyond it', async () => {
    const board = new PositionBoard();
    board.moved(at(8));
    expect(await board.waitFor({ partition: 0, offset: 7 }, 2000)).toBe(true);
  });

  it('ends when the read model comes there, in its own partition', async () => {
    const board = new PositionBoard();
    const met = board.waitFor({ partition: 0, offset: 7, logId: 'log', kind: 'record' }, 2000);
    const settled = vi.fn();
    void met.then(settled);
    board.moved(at(9, { partition: 1 }));
    board.moved(at(7));
    await vi.advanceTimersByTimeAsync(1999);
    expect(settled).not.toHaveBeenCalled();
    board.moved(at(8));
    expect(await met).toBe(true);
  });

  it('ends in vain when the time is over', async () => {
    const board = new PositionBoard();
    const met = board.waitFor({ partition: 0, offset: 7 }, 2000);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await met).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends in vain at once for a position of another log, also when that shows only later', async () => {
    const board = new PositionBoard();
    const early = board.waitFor({ partition: 0, offset: 1, logId: 'old' }, 2000);
    board.moved(at(0, { logId: '' }));
    board.moved(at(8));
    expect(await early).toBe(false);
    expect(await board.waitFor({ partition: 0, offset: 1, logId: 'old' }, 2000)).toBe(false);
  });

  it('counts for a command when its outcome is in the rows', async () => {
    const board = new PositionBoard();
    board.moved(at(100, { commands: 4 }));
    expect(await board.waitFor({ kind: 'command', partition: 0, offset: 3 }, 2000)).toBe(true);
    const met = board.waitFor({ kind: 'command', partition: 0, offset: 4 }, 2000);
    board.moved(at(101, { commands: 5 }));
    expect(await met).toBe(true);
  });

  it('ends in vain when nothing moves any more, but what is there is met', async () => {
    const board = new PositionBoard();
    board.moved(at(8));
    const met = board.waitFor({ partition: 0, offset: 8 }, 2000);
    board.close();
    expect(await met).toBe(false);
    expect(await board.waitFor({ partition: 0, offset: 8 }, 2000)).toBe(false);
    expect(await board.waitFor({ partition: 0, offset: 7 }, 2000)).toBe(true);
  });
});
