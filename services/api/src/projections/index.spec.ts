import { events } from '@millrace/dag';
import { describe, expect, it } from 'vitest';
import { handlers, handlersByType } from './index.js';
import { RunView } from './run-view.js';

describe('The register of projections', () => {
  it('knows what every event of a run does to the rows', () => {
    expect([...events.keys()].filter((type) => !handlers.has(type))).toEqual([]);
  });

  it('names no event that no run has', () => {
    expect([...handlers.keys()].filter((type) => !events.has(type))).toEqual([]);
  });

  it('refuses two projections of one name', () => {
    const twice = { name: 'runs', on: {} };
    expect(() => handlersByType([twice, twice])).toThrow("two projections named 'runs'");
  });

  it('applies all projections that name an event, in the order of the register', () => {
    const calls: string[] = [];
    const note = (name: string) => ({ name, on: { RunPaused: () => void calls.push(name) } });
    const recorded = { at: 1, partition: 0, offset: 1 };
    const inOrder = handlersByType([note('first'), note('second')]).get('RunPaused') ?? [];
    for (const apply of inOrder) apply(new RunView('r'), {}, recorded);
    expect(calls).toEqual(['first', 'second']);
  });
});
