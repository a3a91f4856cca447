import type { AnyEvent, RunState } from '@millrace/dag';
import { buildGraph, definitionHash, evolve, stateHash } from '@millrace/dag';
import { workflow } from '@millrace/dag/testing';
import type { CommandRecord } from '@millrace/events';
import { LogCorruptError } from '@millrace/events';
import { beforeEach, describe, expect, it } from 'vitest';
import { AggregateStore } from './aggregate-store.js';

const DEFINITION = workflow({ a: [], b: ['a'] });
const HASH = definitionHash(DEFINITION);
const GRAPH = buildGraph(DEFINITION, HASH);
const RUN = '0195c000-0000-8000-8000-000000000001';

const STARTED: AnyEvent = {
  type: 'RunStarted',
  v: 1,
  data: {
    run: RUN,
    project: 'tests',
    workflow: 'sample',
    version: 1,
    definition: HASH,
    params: {},
    labels: {},
    trigger: 'test',
    priority: 'medium',
    logicalDate: [0, 'UTC'],
  },
};
const QUEUED: AnyEvent = { type: 'TaskQueued', v: 1, data: { task: 'a', attempt: 1 } };
const ENDED: AnyEvent = { type: 'RunStopped', v: 1, data: {} };

let store: AggregateStore;
let told: string[];
let known: Set<string>;

beforeEach(() => {
  told = [];
  known = new Set([HASH]);
  store = new AggregateStore((hash) => (known.has(hash) ? GRAPH : undefined), {
    differs: (_run, offset) => told.push(`differs at ${offset}`),
    definitionMissing: (_run, hash) => told.push(`${hash === HASH ? 'the definition' : hash} is missing`),
  });
});

const record = (aseq: number, events: readonly AnyEvent[], hash?: string): CommandRecord => ({
  v: 1,
  logId: 'log-1',
  kind: 'record',
  epoch: 1,
  nonce: 'n',
  seq: aseq,
  input: null,
  cause: { type: 'Test' },
  outcome: null,
  now: 0,
  aggs: [{ id: RUN, aseq, ...(hash === undefined ? {} : { hash }) }],
  events,
  doneTo: 0,
});

/** The run after these events, folded by nobody's store. */
function after(...events: readonly AnyEvent[]): RunState {
  let run: RunState | undefined;
  for (const event of events) run = evolve(run, event, 0, () => GRAPH);
  if (!run) throw new Error('No run.');
  return run;
}

describe('the runs of the tail (L30)', () => {
  it('are what their events make of them, and leave when they have ended', () => {
    store.replay(record(1, [STARTED, QUEUED]), 2);
    expect(store.get(RUN)?.tasks[0]?.state).toBe('queued');
    store.replay(record(2, [ENDED]), 3);
    expect(store.size).toBe(0);
  });

  it('take of the tail only what their slice does not have yet', () => {
    const run = after(STARTED, QUEUED);
    run.aseq = 2;
    store.add(run, 2);
    store.replay(record(1, [STARTED]), 2);
    store.replay(record(2, [QUEUED]), 3);
    expect(store.get(RUN)).toBe(run);
    expect(run.aseq).toBe(2);
  });

  it.each([
    ['of a run that nobody knows', 2, [QUEUED]],
    ['of a run that nobody knows, with its start', 3, [STARTED]],
  ])('refuse the log for a later record %s', (_what, aseq, events) => {
    expect(() => store.replay(record(aseq, events), 9)).toThrow(LogCorruptError);
  });

  it('refuse the log where a record of a run is missing', () => {
    store.replay(record(1, [STARTED]), 2);
    expect(() => store.replay(record(3, [QUEUED]), 3)).toThrow('goes from 1 to 3 at offset 3');
  });

  it('of a run that its snapshot knows to have ended are passed over', () => {
    store.addEnded(RUN);
    store.replay(record(7, [QUEUED]), 2);
    expect(store.size).toBe(0);
  });
});

describe('a run whose definition is missing (L3)', () => {
  it('stands still, told once, and the others go on', () => {
    known.clear();
    store.replay(record(1, [STARTED]), 2);
    store.replay(record(2, [QUEUED]), 3);
    expect(told).toEqual(['the definition is missing']);
    expect([store.size, store.stoppedCount, store.isStopped(RUN)]).toEqual([0, 1, true]);
  });
});

describe('the hash of a state in a record', () => {
  it('is compared with what the events make of the run now', () => {
    store.replay(record(1, [STARTED, QUEUED], stateHash(after(STARTED, QUEUED))), 2);
    expect(told).toEqual([]);
    store.replay(record(2, [ENDED], stateHash(after(STARTED, QUEUED))), 3);
    expect(told).toEqual(['differs at 3']);
  });
});
