import { describe, expect, it } from 'vitest';
import { given, givenNoRun, start, workflow } from '../../../testing/index.js';
import { MAX_STEP_EVENTS } from '../run.js';
import { continueRun } from './continue-run.js';

const wide = workflow(Object.fromEntries(Array.from({ length: 500 }, (_one, index) => [`t${index}`, []])));

describe('ContinueRun', () => {
  it('goes on where a large decision stopped', () => {
    const first = givenNoRun(wide).when(start(wide)).thenAmong().step;
    expect([first.events.length, first.more]).toEqual([MAX_STEP_EVENTS, true]);

    const second = given(wide).when(continueRun({})).thenAmong().step;
    expect([second.events.length, second.more]).toEqual([101, false]);
    expect(second.events[0]?.data).toMatchObject({ task: 't399' });
  });

  it('decides nothing when nothing is left', () => {
    given(workflow({ a: [] }))
      .when(continueRun({}))
      .then();
  });

  it('is rejected where there is no run', () => {
    givenNoRun(wide).when(continueRun({})).thenRejected('UNKNOWN_RUN');
  });
});
