import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyChoices, anyLimit, anyWorkflow } from '../../testing/arbitrary-workflow.js';
import { ChaosRun } from '../../testing/chaos-run.js';
import { propertySettings } from '../../testing/property-settings.js';
import type { Past } from '../../testing/index.js';
import {
  WORKER,
  dispatch,
  failed,
  graphOf,
  later,
  lost,
  runToEnd,
  running,
  stateAfter,
  succeeded,
  switchTask,
  workflow,
} from '../../testing/index.js';
import { canonicalState } from './canonical-state.js';
import { pauseRun } from './commands/pause-run.js';
import { stopRun } from './commands/stop-run.js';
import { decodeRun, encodeRun } from './run-codec.js';

const definition = workflow(
  {
    a: { timeoutMs: 60_000, retry: { max: 1 } },
    b: { delayMs: 5000 },
    choice: switchTask(['a'], [{ if: 'true', then: ['c'] }]),
    c: ['choice'],
    d: { needs: ['b'], onWorkerLost: 'hold' },
  },
  { timeoutMs: 600_000 },
);
const graph = graphOf(definition);

describe('encodeRun and decodeRun', () => {
  const cases: readonly { readonly what: string; readonly past: readonly Past[] }[] = [
    { what: 'just started', past: [] },
    { what: 'with an attempt that runs', past: [dispatch('a'), running('a')] },
    { what: 'with a retry', past: [dispatch('a'), failed('a')] },
    {
      what: 'with outputs',
      past: [dispatch('a'), succeeded('a', { outputs: { n: 1, list: [{ $date: '2026-11-20' }] } })],
    },
    { what: 'with a lost worker', past: [dispatch('a'), lost('a')] },
    { what: 'paused', past: [later(1000), pauseRun({})] },
    { what: 'stopping', past: [dispatch('a'), stopRun({ reason: 'wrong day' })] },
    { what: 'stopped', past: [stopRun({})] },
  ];

  it.each(cases)('keep a run $what', ({ past }) => {
    const run = stateAfter(definition, past);
    const text = JSON.stringify(encodeRun(run));
    const decoded = decodeRun(JSON.parse(text), graph);

    expect(canonicalState(decoded)).toEqual(canonicalState(run));
    expect(JSON.stringify(encodeRun(decoded))).toBe(text);
  });

  it('keep what the reader of the log has set', () => {
    const run = stateAfter(definition, [dispatch('a')]);
    run.aseq = 7;
    run.tasks[0]!.dispatchOffset = 4711;

    expect(decodeRun(encodeRun(run), graph)).toMatchObject({
      aseq: 7,
      tasks: [{ dispatchOffset: 4711 }, {}, {}, {}, {}],
    });
  });

  it('keep every field that a state has', () => {
    const run = stateAfter(definition, [dispatch('a')]);

    expect(Object.keys(decodeRun(encodeRun(run), graph)).sort()).toEqual(Object.keys(run).sort());
  });

  it('keep a decision that is half done', () => {
    const many = workflow(
      Object.fromEntries(Array.from({ length: 600 }, (_one, index) => [`t${index}`, []])),
    );
    const run = stateAfter(many, []);

    expect(canonicalState(decodeRun(encodeRun(run), graphOf(many)))).toEqual(canonicalState(run));
  });

  it('leave out task runs that were never touched', () => {
    expect(encodeRun(stateAfter(definition, []))).toMatchObject({
      tasks: { a: { state: 'queued' }, b: { state: 'delayed' } },
    });
    expect(Object.keys(tasksOf(encodeRun(stateAfter(definition, []))))).toEqual(['a', 'b']);
  });

  it('write each worker process once', () => {
    const tasks = Object.fromEntries(Array.from({ length: 20 }, (_one, index) => [`t${index}`, []]));
    const text = JSON.stringify(encodeRun(runToEnd(workflow(tasks)).run));

    expect(text.split(WORKER.incarnation)).toHaveLength(2);
  });

  it('need no more than 2 KiB for an ended run of ten tasks', () => {
    const tasks = Object.fromEntries(Array.from({ length: 10 }, (_one, index) => [`task-${index}`, []]));

    expect(JSON.stringify(encodeRun(runToEnd(workflow(tasks)).run)).length).toBeLessThan(2048);
  });

  it('refuse the graph of another definition', () => {
    const encoded = encodeRun(stateAfter(definition, []));

    expect(() => decodeRun(encoded, graphOf(workflow({ a: [] })))).toThrow(
      'The snapshot of run run-1 needs the definition',
    );
  });

  it.each([
    ['is no object', 'text'],
    ['has a key that no run has', { ...Object(encodeRun(stateAfter(definition, []))), more: 1 }],
    ['is of another version', { ...Object(encodeRun(stateAfter(definition, []))), v: 2 }],
  ])('refuse JSON that %s', (_what, json) => {
    expect(() => decodeRun(json, graph)).toThrow();
  });

  it('give a run that behaves the same afterwards', { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(anyWorkflow, anyLimit, anyChoices, fc.nat(20), (sample, limit, choices, at) => {
        const plain = new ChaosRun(sample, limit);
        const restored = new ChaosRun(sample, limit);
        choices.forEach((choice, index) => {
          plain.act(choice);
          restored.act(choice);
          if (index % (at + 1) === 0) restored.restore();
        });
        plain.heal();
        restored.heal();
        expect(restored.engine.history).toEqual(plain.engine.history);
      }),
      propertySettings(100),
    );
  });
});

function tasksOf(encoded: ReturnType<typeof encodeRun>): object {
  return encoded !== null && typeof encoded === 'object' && 'tasks' in encoded ? Object(encoded.tasks) : {};
}
