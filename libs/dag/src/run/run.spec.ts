import { describe, expect, it } from 'vitest';
import {
  START_OF_TIME,
  dispatch,
  graphOf,
  start,
  stateAfter,
  succeeded,
  workflow,
} from '../../testing/index.js';
import { canonicalState } from './canonical-state.js';
import { PUBLIC_COMMANDS, commands } from './commands/index.js';
import { runStarted } from './events/run-started.js';
import { events } from './events/index.js';
import { taskQueued } from './events/task-queued.js';
import { isRejection } from './rejection.js';
import { decide, evolve, step } from './run.js';

const sample = workflow({ a: [], b: ['a'] });
const graph = graphOf(sample);
const meta = { now: START_OF_TIME, definition: { graph, version: 1 } };

describe('decide', () => {
  it('changes nothing', () => {
    const run = stateAfter(sample, [dispatch('a')]);
    const before = canonicalState(run);
    const decision = decide(run, succeeded('a'), meta);

    expect(isRejection(decision)).toBe(false);
    expect(canonicalState(run)).toEqual(before);
  });

  it('rejects a command that this release does not know', () => {
    expect(decide(undefined, { type: 'DanceRun', data: {} }, meta)).toMatchObject({
      code: 'UNKNOWN_COMMAND',
    });
  });
});

describe('step', () => {
  it('leaves the run as it was where the command is rejected', () => {
    const run = stateAfter(sample, []);
    const before = canonicalState(run);

    expect(step(run, dispatch('b'), meta)).toMatchObject({ rejected: true });
    expect(canonicalState(run)).toEqual(before);
  });

  it('changes the run that it is given in place', () => {
    const run = stateAfter(sample, []);

    expect(step(run, dispatch('a'), meta)).toMatchObject({ run });
  });
});

describe('evolve', () => {
  const first = step(undefined, start(sample), meta);
  const started = isRejection(first) ? undefined : first.events[0];

  it('makes the run from its first event', () => {
    const run = evolve(undefined, started!, START_OF_TIME, () => graph);

    expect([run.id, run.phase, run.tasks.length]).toEqual(['run-1', 'running', 2]);
  });

  it('throws where the definition is missing', () => {
    expect(() => evolve(undefined, started!, START_OF_TIME, () => undefined)).toThrow(
      `The definition ${graph.hash} of run run-1 is missing from the catalogue.`,
    );
  });

  it('throws where a history does not begin with its start', () => {
    expect(() =>
      evolve(undefined, taskQueued({ task: 'a', attempt: 1 }), START_OF_TIME, () => graph),
    ).toThrow("The log has 'TaskQueued' for a run that is not known.");
  });

  it('throws at an event that this release does not know', () => {
    const run = stateAfter(sample, []);

    expect(() => evolve(run, { type: 'RunDanced', v: 1, data: {} }, START_OF_TIME, () => graph)).toThrow(
      'RunDanced',
    );
  });

  it('throws at a task that the definition does not have', () => {
    const run = stateAfter(sample, []);

    expect(() => evolve(run, taskQueued({ task: 'nobody', attempt: 1 }), START_OF_TIME, () => graph)).toThrow(
      "Run run-1 has no task 'nobody'.",
    );
  });
});

describe('the registers', () => {
  it('list every command and event under its own type', () => {
    for (const [type, definition] of [...commands, ...events]) expect(definition.type).toBe(type);
    expect(events.get('RunStarted')).toBe(runStarted);
  });

  it('open four commands to people', () => {
    expect([...PUBLIC_COMMANDS].sort()).toEqual(['PauseRun', 'ResumeRun', 'StartRun', 'StopRun']);
  });
});
