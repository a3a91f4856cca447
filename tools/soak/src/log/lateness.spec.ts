import { describe, expect, it } from 'vitest';
import { Lateness } from './lateness.js';

type Event = readonly [type: string, data?: object];

function noted(lateness: Lateness, time: number, ...events: readonly Event[]) {
  return lateness.note({
    verdict: 'record',
    run: 'r',
    time,
    events: events.map(([type, data = {}]) => ({ type, data })),
  });
}

describe('lateness', () => {
  it('is counted from the start of a run, and from the end of a task to the dispatch of what follows', () => {
    const lateness = new Lateness();
    noted(lateness, 1000, ['RunStarted'], ['TaskQueued', { task: 'a' }]);
    expect(noted(lateness, 1004, ['TaskDispatched', { task: 'a' }])).toEqual([{ waited: 'start', ms: 4 }]);
    expect(noted(lateness, 1010, ['AttemptSucceeded', { task: 'a' }], ['TaskQueued', { task: 'b' }])).toEqual(
      [{ waited: 'report', ms: 6 }],
    );
    expect(noted(lateness, 1017, ['TaskDispatched', { task: 'b' }])).toEqual([
      { waited: 'successor', ms: 7 },
    ]);
  });

  it('is counted from the moment that was fixed, not from when it was seen to have come', () => {
    const lateness = new Lateness();
    noted(lateness, 1000, ['RunStarted'], ['TaskDelayed', { task: 'a', dueAt: 3000 }]);
    noted(lateness, 3050, ['TaskQueued', { task: 'a' }]);
    expect(noted(lateness, 3060, ['TaskDispatched', { task: 'a' }])).toEqual([{ waited: 'due', ms: 60 }]);
  });

  it('is counted from a dispatch to the first word of the worker, and not to its later ones', () => {
    const lateness = new Lateness();
    noted(lateness, 1000, ['RunStarted'], ['TaskQueued', { task: 'a' }], ['TaskDispatched', { task: 'a' }]);
    expect(noted(lateness, 1030, ['AttemptRunning', { task: 'a' }])).toEqual([{ waited: 'report', ms: 30 }]);
    expect(noted(lateness, 1090, ['AttemptSucceeded', { task: 'a' }])).toEqual([]);
  });

  it('says nothing of a run that was paused, of void records, and of a run whose start it has not seen', () => {
    const lateness = new Lateness();
    noted(lateness, 1000, ['RunStarted'], ['TaskQueued', { task: 'a' }], ['RunPauseRequested']);
    expect(noted(lateness, 9000, ['TaskDispatched', { task: 'a' }])).toEqual([]);
    expect(lateness.note({ verdict: 'void', run: 'r', time: 1, events: [] })).toEqual([]);
  });
});
