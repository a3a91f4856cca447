import { describe, expect, it } from 'vitest';
import { dispatchOf } from '../../testing/worker-bench.js';
import type { SeenAttempt } from './attempt-memory.js';
import { AttemptMemory } from './attempt-memory.js';

function seenAt(memory: AttemptMemory, offset: number, state: SeenAttempt['state']): string {
  const key = `at ${offset}`;
  const reporter = { key, run: 'run-1', partition: 1, journalled: false, last: [] };
  memory.add(1, key, offset, { reporter, dispatch: dispatchOf('a', { offset }), state, stop: undefined });
  return key;
}

describe('the memory of attempts', () => {
  it('is bounded by the floor when attempts end in their order', () => {
    const memory = new AttemptMemory();
    for (let offset = 0; offset < 1000; offset += 1) {
      memory.raiseFloor(1, offset);
      seenAt(memory, offset, 'ended');
    }
    expect([...memory.all()]).toHaveLength(1);
  });

  it('keeps what has not ended, whatever the floor', () => {
    const memory = new AttemptMemory();
    const running = seenAt(memory, 1, 'running');
    const ended = seenAt(memory, 2, 'ended');
    memory.raiseFloor(1, 10);
    expect(memory.find(1, running)?.state).toBe('running');
    expect(memory.find(1, ended)).toBeUndefined();
  });

  it('keeps what ended at the floor or above', () => {
    const memory = new AttemptMemory();
    const key = seenAt(memory, 10, 'ended');
    memory.raiseFloor(1, 10);
    expect(memory.find(1, key)?.state).toBe('ended');
  });

  it('has a floor of its own for every partition, which never falls', () => {
    const memory = new AttemptMemory();
    memory.raiseFloor(1, 10);
    memory.raiseFloor(1, 5);
    expect(memory.isStale(dispatchOf('a', { offset: 9 }))).toBe(true);
    expect(memory.isStale(dispatchOf('a', { offset: 10 }))).toBe(false);
    expect(memory.isStale(dispatchOf('a', { offset: 9, partition: 2 }))).toBe(false);
  });
});
